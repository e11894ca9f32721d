"""Things known only by name: the bridge from full names and type expressions to values."""

import ast
import builtins
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from asynclint.program.nodes import ClassNode
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import (
    ASYNC_GENERATOR,
    CALLABLE,
    CANONICAL,
    COROUTINE,
    ELLIPSIS,
    GENERATOR,
    NONE,
    NOTHING,
    ClassObject,
    External,
    Instance,
    ModuleObject,
    Value,
    Values,
    Variable,
    classes,
    union,
)

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

_TRANSPARENT = frozenset(
    f"{module}.{name}"
    for module in ("typing", "typing_extensions")
    for name in ("Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly")
) | {"pydantic.InstanceOf", "pydantic.SkipValidation", "sqlalchemy.orm.Mapped"}
"""Forms whose objects are those of their first argument."""
_ANYTHING = frozenset({"typing.Any", "typing_extensions.Any", "object", "typing.NoReturn", "typing.Never"})
_BUILTIN_CLASSES = frozenset(
    name for name in dir(builtins) if isinstance(getattr(builtins, name), type) and not name.startswith("_")
)
_BUILTINS = frozenset(dir(builtins))
MADE = "Made"
"""In the types of knowledge rows: what a function among the arguments gives, which the call calls on the loop."""


class Externals:
    """Values of full names, as knowledge describes them."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self.knowledge = inference.knowledge

    def is_builtin(self, name: str) -> bool:
        """Whether the running Python has a builtin of this name."""
        return name in _BUILTINS

    def canonical(self, name: str) -> str:
        """One name for a thing that is known under several."""
        name = name.removeprefix("builtins.")
        if name.startswith("typing_extensions."):
            name = "typing." + name.removeprefix("typing_extensions.")
        name = CANONICAL.get(name, name)
        return self.knowledge.canonical(name)

    def named(self, name: str) -> Values:
        """What a full name stands for: a class, a value with a known type, a project module, or something external."""
        name = self.canonical(name)
        if name in self.knowledge.values:
            return self.parsed(self.knowledge.values[name])
        if self.knowledge.cls(name) is not None or name in _BUILTIN_CLASSES or name in _GENERIC:
            return (ClassObject(name),)
        return self.installed(name) or (External(name),)

    def installed(self, name: str) -> Values:
        """What an installed library defines under a full name of which knowledge says nothing."""
        module, _, last = name.rpartition(".")
        if not module or self.knowledge.function(name) is not None:
            return NOTHING
        node = self.inference.libraries.module(module)
        return NOTHING if node is None else self.inference.module_member(node, last)

    def member(self, base: External, name: str) -> Values:
        """An attribute of something external, which may be a namespace package of the project."""
        full = f"{base.name}.{name}"
        index = self.inference.index
        number = index.layout.find(full, 0)
        if number is not None:
            return (ModuleObject(index.modules[number]),)
        if base.receiver is not None or self.knowledge.functions.get(base.name) is not None:
            return NOTHING
        return self.named(full)

    def class_named(self, name: str) -> "ClassNode | str":
        """The class with a full name: of the project where it has one, else by name."""
        name = self.canonical(name)
        module, _, last = name.rpartition(".")
        if module:
            number = self.inference.index.layout.find(module, 0)
            if number is not None:
                for value in self.inference.module_member(self.inference.index.modules[number], last):
                    if isinstance(value, ClassObject):
                        return value.cls
        return name

    def instantiated(self, value: Value) -> Values:
        """The objects that a class (or another type form) admits."""
        if isinstance(value, ClassObject):
            if value.cls in _ANYTHING:
                return NOTHING
            if value.cls == "type" and value.args:
                return classes(value.args[0])
            return (Instance(value.cls, _arranged(value.cls, value.args)),)
        if isinstance(value, External):
            if value.name in _ANYTHING or value.name in _TRANSPARENT or value.receiver is not None:
                return NOTHING
            if value.name == "typing.Self":
                return (Variable("Self"),)
            return (Instance(value.name),)
        if isinstance(value, Variable) or value == NONE or (value,) == ELLIPSIS:
            return (value,)
        if isinstance(value, Instance) and value.cls == "tuple":
            return union(*(self.inference.instantiated(part) for part in value.args)) if value.args else NOTHING
        return NOTHING

    def subscripted(self, base: Value, index: int, context: Context) -> Values:
        """A type expression with arguments, such as ``list[int]`` or ``Optional[X]``."""
        row = context.function.module.summary.expressions[index]
        parts = list(row[1:]) if row[0] == "t" else [index]
        name = base.name if isinstance(base, External) else base.cls if isinstance(base, ClassObject) else ""
        if name in _TRANSPARENT:
            return self.inference.values(parts[0], context) if parts else NOTHING
        if name == "typing.Optional":
            inner = self.inference.values(parts[0], context)
            return (*inner, NONE) if inner else NOTHING
        if name == "typing.Union":
            return union(*(self.inference.values(part, context) for part in parts)) if parts else NOTHING
        if name == "typing.Literal":
            return (ClassObject("str"),)
        if name == CALLABLE and not (isinstance(base, ClassObject) and base.args):
            parts = parts[-1:]
        arguments = tuple(self.inference.instantiated(self.inference.values(part, context)) for part in parts)
        if isinstance(base, ClassObject) and base.args:
            mapping = dict(zip(dict.fromkeys(variables(base.args)), arguments, strict=False))
            return self.inference.members.substituted((base,), mapping)
        if isinstance(base, ClassObject):
            return (ClassObject(base.cls, arguments),)
        return (ClassObject(name, arguments),) if isinstance(name, str) and name else NOTHING

    def parsed(self, text: str, receiver: Value | None = None, made: Values = NOTHING) -> Values:
        """The objects that a type of a knowledge row admits; ``Self`` and type variables come from the receiver."""
        variables: dict[str, Values] = {MADE: made}
        if isinstance(receiver, Instance | ClassObject):
            variables["Self"] = (Instance(receiver.cls, receiver.args),)
            if isinstance(receiver.cls, str):
                row = self.knowledge.cls(receiver.cls)
                names = row.parameters if row is not None else ()
                arguments = (*receiver.args, *([NOTHING] * len(names)))
                variables.update(zip(names, arguments, strict=False))
        tree = _tree(text)
        return NOTHING if tree is None else self._parsed(tree, variables)

    def _parsed(self, node: ast.expr, variables: dict[str, Values]) -> Values:
        match node:
            case ast.Constant(value=None):
                return (NONE,)
            case ast.Constant(value=value) if value is ...:
                return ELLIPSIS
            case ast.BinOp(left=left, right=right):
                return union(self._parsed(left, variables), self._parsed(right, variables))
            case ast.Subscript(value=base, slice=index):
                parts = index.elts if isinstance(index, ast.Tuple) else [index]
                name = self.canonical(_dotted(base))
                if name == CALLABLE:
                    parts = parts[-1:]
                arguments = tuple(self._parsed(part, variables) for part in parts)
                if name == "type":
                    return classes(arguments[0])
                return (Instance(self.class_named(name), _arranged(name, arguments)),)
            case ast.Name(id=name) if name in variables:
                return variables[name]
            case ast.Name() | ast.Attribute():
                name = self.canonical(_dotted(node))
                return NOTHING if name in _ANYTHING or len(name) == 1 else (Instance(self.class_named(name)),)
            case _:
                return NOTHING


_GENERIC = frozenset(CANONICAL.values()) | {
    "typing.Callable",
    "typing.Sequence",
    "typing.Mapping",
    "typing.Generic",
    "typing.Protocol",
    "typing.NamedTuple",
    "typing.TypedDict",
}


def variables(arguments: tuple[Values, ...]) -> Iterator[str]:
    """The names of the type variables in type arguments, in order."""
    for values in arguments:
        for value in values:
            if isinstance(value, Variable):
                yield value.name
            elif isinstance(value, Instance | ClassObject):
                yield from variables(value.args)


def _arranged(cls: "ClassNode | str", arguments: tuple[Values, ...]) -> tuple[Values, ...]:
    """Type arguments as the protocols expect them: what awaiting, iterating or entering gives comes first."""
    if cls == COROUTINE and len(arguments) == 3:
        return (arguments[2],)
    if cls in (GENERATOR, ASYNC_GENERATOR) and len(arguments) > 1:
        return (arguments[0],)
    return arguments


def _dotted(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{_dotted(value)}.{name}"
        case _:
            return ast.unparse(node)


@lru_cache(maxsize=8192)
def _tree(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError:
        return None
