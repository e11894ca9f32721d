"""Attributes: where a class, an object, a module or ``super()`` finds a name."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import Binding, FunctionKind, Op
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.descriptors import Descriptors
from asynclint.program.types.heirs import Heirs, is_open
from asynclint.program.types.outsiders import Outsiders
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import (
    NONE,
    NOTHING,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    ModuleObject,
    Super,
    Value,
    Values,
    Variable,
    classes,
    some,
    union,
)

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference

Ancestor = tuple["ClassNode | str", dict[str, Values]]
"""A class of an MRO with what its type variables stand for."""

_CLASS_FACTORIES = frozenset({"typing.Generic", "typing.Protocol"})


class Members:
    """Attribute look-up through classes of the project and known outside classes."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self.heirs = Heirs(self)
        self.outsiders = Outsiders(self)
        self.descriptors = Descriptors(inference)
        self._mro: dict[ClassNode, list[Ancestor]] = {}
        self._building: set[ClassNode] = set()
        self._descendants: dict[ClassNode, list[ClassNode]] = {}
        self._subclasses: dict[ClassNode | str, list[ClassNode]] | None = None
        self._known_bases: list[str] = []
        self._parameters: dict[ClassNode, list[str]] = {}
        self._below: dict[tuple[ClassNode, str], list[FunctionNode]] = {}

    def own_instance(self, cls: ClassNode) -> Instance:
        """``self`` of a class: its type variables stand for themselves."""
        return Instance(cls)

    def submodule(self, module: ModuleNode, name: str) -> ModuleNode | None:
        """A module inside the package of which ``module`` is the ``__init__`` file."""
        folder, _, file = module.path.rpartition("/")
        if not file.startswith("__init__."):
            return None
        number = self.inference.index.layout.at(f"{folder}/{name}")
        return None if number is None else self.inference.index.modules[number]

    def ancestors(self, cls: ClassNode) -> list[Ancestor]:
        """The classes of the MRO (depth first, a shared base after all that inherit from it), nearest first."""
        known = self._mro.get(cls)
        if known is not None:
            return known
        if cls in self._building:
            return [(cls, {})]
        self._building.add(cls)
        merged: list[Ancestor] = [(cls, {})]
        for base, arguments in self.bases(cls):
            if isinstance(base, ClassNode):
                mapping = dict(zip(self.parameters(base), arguments, strict=False))
                for ancestor, inherited in self.ancestors(base):
                    outer = {
                        name: self.substituted(values, mapping) for name, values in inherited.items()
                    } if ancestor is not base else mapping  # fmt: skip
                    merged.append((ancestor, outer))
            else:
                merged.append((base, {str(i): values for i, values in enumerate(arguments)}))
        self._building.discard(cls)
        last: dict[ClassNode | str, int] = {ancestor: i for i, (ancestor, _) in enumerate(merged)}
        found = [entry for i, entry in enumerate(merged) if last[entry[0]] == i]
        self._mro[cls] = found
        return found

    def bases(self, cls: ClassNode) -> Iterator[tuple["ClassNode | str", tuple[Values, ...]]]:
        """The classes that the bases of a class statement name, with type arguments; unknown ones are left out."""
        context = Context(cls.scope, 0, cls.row.line, cls.body if cls.row.type_parameters else None)
        for expression in cls.row.bases:
            for value in self.inference.values(expression, context):
                if isinstance(value, ClassObject):
                    yield value.cls, value.args
                elif isinstance(value, External):
                    yield value.name, ()

    def parameters(self, cls: ClassNode) -> list[str]:
        """The names of the type variables of a class, in order (PEP 695, or ``Generic[T]`` and other bases)."""
        known = self._parameters.get(cls)
        if known is None:
            known = self._find_parameters(cls)
            if not self._building:
                self._parameters[cls] = known
        return known

    def _find_parameters(self, cls: ClassNode) -> list[str]:
        if cls.row.type_parameters:
            return [f"{cls.full_name}.{name}" for name in cls.row.type_parameters]
        names: dict[str, None] = {}
        explicit: list[str] | None = None
        for base, arguments in self.bases(cls):
            found = [value.name for values in arguments for value in values if isinstance(value, Variable)]
            if base in _CLASS_FACTORIES and found:
                explicit = found
            names.update(dict.fromkeys(found))
        return explicit if explicit is not None else list(names)

    def inherits(self, cls: "ClassNode | str", name: str) -> bool:
        """Whether a class is or inherits from the class with this full name."""
        knowledge = self.inference.knowledge
        if isinstance(cls, str):
            return knowledge.inherits(cls, name)
        name = knowledge.canonical(name)
        return any(
            knowledge.inherits(ancestor, name) if isinstance(ancestor, str) else ancestor.full_name == name
            for ancestor, _ in self.ancestors(cls)
        )

    def subclasses(self, cls: "ClassNode | str") -> list[ClassNode]:
        """The direct subclasses of a class in the project, in file order; none while they are being found."""
        return self._bases_of_classes().get(cls, [])

    def known_bases(self) -> list[str]:
        """The outside classes from which classes of the project inherit directly; none while they are being found."""
        self._bases_of_classes()
        return self._known_bases

    def _bases_of_classes(self) -> "dict[ClassNode | str, list[ClassNode]]":
        if self._subclasses is None:
            self._subclasses = {}
            table: dict[ClassNode | str, list[ClassNode]] = {}
            for module in self.inference.index.modules:
                for candidate in module.classes:
                    for base, _ in self.bases(candidate):
                        table.setdefault(base, []).append(candidate)
            self._subclasses = table
            self._known_bases = [base for base in table if isinstance(base, str)]
        return self._subclasses

    def descendants(self, cls: ClassNode) -> list[ClassNode]:
        """All classes of the project below a class, each once."""
        known = self._descendants.get(cls)
        if known is None:
            below: dict[ClassNode, None] = {}
            waiting = list(self.subclasses(cls))
            while waiting:
                current = waiting.pop(0)
                if current not in below and current is not cls:
                    below[current] = None
                    waiting.extend(self.subclasses(current))
            known = self._descendants[cls] = list(below)
        return known

    def find_method(self, cls: "ClassNode", name: str) -> FunctionNode | None:
        """The method that an object of the class has under a name, if the project defines it."""
        for ancestor, _ in self.ancestors(cls):
            if isinstance(ancestor, ClassNode):
                method = ancestor.method(name)
                if method is not None:
                    return method
        return None

    def overrides(self, function: FunctionNode) -> list[FunctionNode]:
        """The methods of subclasses that replace a method."""
        owner = function.owner
        return [] if owner is None else self.methods_below(owner, function.row.name)

    def methods_below(self, cls: ClassNode, name: str) -> list[FunctionNode]:
        """The methods of a name that the classes below a class define."""
        key = (cls, name)
        known = self._below.get(key)
        if known is None:
            methods = [below.method(name) for below in self.descendants(cls)]
            known = self._below[key] = [method for method in methods if method is not None]
        return known

    def of(self, base: Value, name: str) -> Values:
        """The attribute of one value; NOTHING when it is not known."""
        if isinstance(base, Instance):
            return self._of_instance(base, name)
        if isinstance(base, ClassObject):
            return self._of_class(base, name)
        if isinstance(base, ModuleObject):
            return self.inference.module_member(base.module, name)
        if isinstance(base, External):
            return self.inference.externals.member(base, name)
        if isinstance(base, Super):
            ancestors = self.ancestors(base.receiver.cls) if isinstance(base.receiver.cls, ClassNode) else []
            position = next((i for i, (ancestor, _) in enumerate(ancestors) if ancestor is base.after), -1)
            return self._search(ancestors[position + 1 :], base.receiver, name, exact=True)
        if isinstance(base, Variable):
            return self.inference.attribute(self.inference.type_variables.bound(base), name)
        return NOTHING

    def _of_instance(self, base: Instance, name: str) -> Values:
        if base.cls == "type" and base.args:
            return self.inference.attribute(self.inference.type_variables.bound_classes(base.args[0]), name)
        if isinstance(base.cls, str):
            found = self._of_known(base.cls, base, name) or self.heirs.of_known(base.cls, name)
            return found or self.outsiders.attribute(base.cls, name)
        if name == "__class__":
            return (ClassObject(base.cls, base.args),)
        found = self._search(self.ancestors(base.cls), base, name)
        if is_open(found):
            found = self.heirs.attribute(base.cls, name, found)
            if is_open(found) and (found or not self.heirs.defines(base.cls, name)):
                found = self.outsiders.attribute(base.cls, name) or found
        return found or self.heirs.made_up(base, name)

    def search(self, cls: ClassNode, name: str) -> Values:
        """The attribute of an object that is of this very class."""
        return self._search(self.ancestors(cls), Instance(cls), name)

    def _search(self, ancestors: list[Ancestor], receiver: Instance, name: str, exact: bool = False) -> Values:
        own = dict(zip(self.parameters(receiver.cls), receiver.args, strict=False)) if receiver.args and isinstance(
            receiver.cls, ClassNode
        ) else {}  # fmt: skip
        for ancestor, mapping in ancestors:
            if isinstance(ancestor, str):
                found = self._of_known(ancestor, Instance(ancestor, tuple(mapping.values())), name)
            else:
                own_values = self._own_attribute(ancestor, receiver, name, exact)
                if own_values is None:
                    continue
                found = own_values
            if found or isinstance(ancestor, ClassNode):
                mapped = {**mapping, **own} if own else mapping
                return self.substituted(found, mapped) if mapped else found
        return NOTHING

    def _own_attribute(self, cls: ClassNode, receiver: Instance, name: str, exact: bool) -> Values | None:
        """The attribute that a class itself gives its objects; None when it gives none of that name."""
        in_body = cls.body.row.bindings.get(name, [])
        assigned = cls.row.attributes.get(name, [])
        if not in_body and not assigned:
            stub = self.inference.stubs.cls(cls)
            return None if stub is None else self._own_attribute(stub, receiver, name, exact)
        if in_body:
            expression = cls.module.summary.expressions[in_body[-1].value]
            function = cls.method(name) if expression[0] == Op.FUNCTION else None
            if function is not None and function.row.kind is not FunctionKind.LAMBDA:
                return self.inference.signatures.accessed(function, receiver, exact)
        key = ("t", cls, name)
        return self.inference.remembered(key, self._stored, cls, name, [*in_body, *assigned])

    def _stored(self, cls: ClassNode, name: str, bindings: list[Binding]) -> Values:
        """What the class body and the assignments to ``self`` put into an attribute.

        Nothing is known of an object one of whose methods the class replaces (``self.pool.submit = lambda …``).
        """
        if name in cls.patched:
            return NOTHING
        expressions = cls.module.summary.expressions
        for binding in bindings:
            row = expressions[binding.value]
            if row[0] == Op.ANNOTATED and row[1]:
                declared = self.inference.bound(cls.module.functions[binding.function], binding)
                if declared:
                    return declared
        found: list[Values] = []
        for binding in bindings:
            scope = cls.module.functions[binding.function] if binding.function else cls.body
            values = self.inference.bound(scope, binding)
            if scope is cls.body:
                described = self.descriptors.described(cls, name, binding, values)
                if described == NOTHING and len(bindings) > 1:
                    continue
                values = values if described is None else described
            if values != (NONE,):
                found.append(values)
        if len(found) > 1:
            known = [values for values in found if values]
            return some(*known) if len(known) * 2 > len(found) else union(*found)
        return found[0] if found else (NONE,)

    def _of_known(self, cls: str, receiver: Instance | ClassObject, name: str) -> Values:
        knowledge = self.inference.knowledge
        method = knowledge.method(cls, name)
        if method is not None:
            return (External(method[0], receiver),)
        attribute = knowledge.attribute(cls, name)
        if attribute is None and not name.startswith("_"):
            fallback = knowledge.method(cls, "__getattr__")
            attribute = fallback[1].returns if fallback is not None else None
        return self.inference.externals.parsed(attribute, receiver) if attribute else NOTHING

    def _of_class(self, base: ClassObject, name: str) -> Values:
        if isinstance(base.cls, str):
            return self._of_known(base.cls, base, name) or (
                () if self.inference.knowledge.cls(base.cls) else self.inference.externals.named(f"{base.cls}.{name}")
            )
        for ancestor, _ in self.ancestors(base.cls):
            if isinstance(ancestor, str):
                found = self._of_known(ancestor, base, name)
                if found:
                    return found
                continue
            for binding in reversed(ancestor.body.row.bindings.get(name, [])):
                expression = ancestor.module.summary.expressions[binding.value]
                if expression[0] == Op.FUNCTION:
                    function = ancestor.module.functions[expression[1]]
                    kind = self.inference.signatures.binding(function)
                    return (FunctionObject(function, base if kind == "class" else None),)
                return self.inference.bound(ancestor.body, binding)
        return NOTHING

    def substituted(self, values: Values, mapping: dict[str, Values]) -> Values:
        """The values with type variables replaced; those that the mapping lacks stay as they are."""
        if not values or not mapping:
            return values
        parts: list[Values] = []
        for value in values:
            if isinstance(value, Variable):
                parts.append(mapping.get(value.name, (value,)))
            elif isinstance(value, Instance) and value.args:
                arguments = tuple(self.substituted(argument, mapping) for argument in value.args)
                parts.append(classes(arguments[0]) if value.cls == "type" else (Instance(value.cls, arguments),))
            elif isinstance(value, ClassObject) and value.args:
                arguments = tuple(self.substituted(argument, mapping) for argument in value.args)
                parts.append((ClassObject(value.cls, arguments),))
            else:
                parts.append((value,))
        return union(*parts)
