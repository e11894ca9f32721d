"""What expressions are: values of names, attributes, calls and operators, on demand and remembered.

Recursion is cut where a question depends on its own answer; what was found under such a cut is remembered only until
the outermost question of the cycle is answered.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any, TypeVarTuple

from asynclint.knowledge.table import Table
from asynclint.model.summary import Binding, Call, Op
from asynclint.program.calls.reach import Reach
from asynclint.program.index import Index
from asynclint.program.libraries import Installed, Libraries
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.constants import text_of
from asynclint.program.types.externals import Externals
from asynclint.program.types.members import Members
from asynclint.program.types.narrowing import Narrowing
from asynclint.program.types.parameters import Parameters
from asynclint.program.types.protocols import Protocols
from asynclint.program.types.records import Records
from asynclint.program.types.returns import Returns
from asynclint.program.types.scopes import Context, reaching, visible
from asynclint.program.types.signatures import Signatures
from asynclint.program.types.stubs import Stubs
from asynclint.program.types.type_variables import TypeVariables
from asynclint.program.types.values import (
    ITERATOR,
    NONE,
    NOTHING,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    ModuleObject,
    Value,
    Values,
    Variable,
    instance,
    some,
    union,
)

Asked = TypeVarTuple("Asked")

_DEEPEST = 60
_LAST_LINE = 1 << 30
_REFERENCES = frozenset({Op.ATTRIBUTE, Op.NAME})
_REMEMBERED_BY_THEMSELVES = frozenset({Op.FUNCTION, Op.CLASS, Op.CALL, Op.CONSTANT})


class Inference:
    """Answers what an expression of the program is."""

    def __init__(self, index: Index, knowledge: Table, installed: Installed | None = None) -> None:
        self.index = index
        self.libraries = Libraries(index, installed)
        self.knowledge = knowledge
        self._known: dict[Hashable, Values | int] = {}
        self._provisional: dict[Hashable, Values] = {}
        self._depth = 0
        self._lowest = _DEEPEST + 1
        self.externals = Externals(self)
        self.stubs = Stubs(index)
        self.members = Members(self)
        self.parameters = Parameters(self)
        self.signatures = Signatures(self)
        self.protocols = Protocols(self)
        self.returns = Returns(self)
        self.records = Records(self)
        self.narrowing = Narrowing(self)
        self.type_variables = TypeVariables(self)
        self._operators: dict[str, Callable[[Any, Context], Values]] = {
            Op.UNKNOWN: lambda row, context: NOTHING,
            Op.CALL: lambda row, context: self.call(context.function.module, row[1]),
            Op.AWAIT: lambda row, context: self.protocols.awaited(self.values(row[1], context)),
            Op.YIELD: self._yielded,
            Op.YIELD_FROM: self._yielded,
            Op.SUBSCRIPT: self._subscript,
            Op.CONSTANT: self._constant,
            Op.TUPLE: lambda row, context: instance("tuple", *(self.values(e, context) for e in row[1:])),
            Op.LIST: lambda row, context: instance("list", self._all(row[1:], context)),
            Op.SET: lambda row, context: instance("set", self._all(row[1:], context)),
            Op.DICT: lambda row, context: instance(
                "dict", self._all(row[1::2], context), self._all(row[2::2], context)
            ),
            Op.COMPREHENSION: self._comprehension,
            Op.FUNCTION: self._function,
            Op.CLASS: lambda row, context: (ClassObject(context.function.module.classes[row[1]]),),
            Op.UNION: lambda row, context: union(*(self.values(e, context) for e in row[1:])),
            Op.BINARY: self._binary,
            Op.STARRED: lambda row, context: self.values(row[1], context),
            Op.ITEM_OF: lambda row, context: self.protocols.iterated(self.values(row[1], context)),
            Op.ASYNC_ITEM_OF: lambda row, context: self.protocols.async_iterated(self.values(row[1], context)),
            Op.ENTERED: lambda row, context: self.protocols.entered(self.values(row[1], context)),
            Op.ASYNC_ENTERED: lambda row, context: self.protocols.async_entered(self.values(row[1], context)),
            Op.PART: lambda row, context: self.protocols.part(self.values(row[1], context), row[2]),
            Op.CAUGHT: lambda row, context: self.instantiated(self.values(row[1], context)),
            Op.IMPORT: lambda row, context: self.imported(context.function.module, row[1], row[2], row[3]),
            Op.PARAMETER: lambda row, context: self.parameters.of(context.function, row[1]),
            Op.ANNOTATED: self._annotated,
        }

    @cached_property
    def reach(self) -> Reach:
        """Which outside modules each file can have objects of."""
        return Reach(self.index, self.knowledge.related)

    def remembered(self, key: Hashable, answer: Callable[[*Asked], Values], *asked: *Asked) -> Values:
        """The answer that a method gives to what is asked, found once; NOTHING where it depends on itself.

        While the answer is looked for, its depth is noted in its place: to hash a question costs more than all else.
        """
        known = self._known.get(key)
        if known is not None:
            if isinstance(known, tuple):
                return known
            self._lowest = min(self._lowest, known)
            return NOTHING
        if self._provisional:
            provisional = self._provisional.get(key)
            if provisional is not None:
                return provisional
        depth = self._depth
        if depth > _DEEPEST:
            self._lowest = 0
            return NOTHING
        self._known[key] = depth
        self._depth = depth + 1
        outer, self._lowest = self._lowest, _DEEPEST + 1
        try:
            found = answer(*asked)
        except BaseException:
            del self._known[key]
            raise
        finally:
            self._depth = depth
        if self._lowest >= depth or depth == 0:
            self._known[key] = found
            if self._lowest <= _DEEPEST:
                self._provisional.clear()
            self._lowest = outer
        else:
            del self._known[key]
            self._provisional[key] = found
            self._lowest = min(outer, self._lowest)
        return found

    def values(self, expression: int, context: Context) -> Values:
        """The alternatives of an expression at a place; NOTHING when not all of them are known."""
        module = context.function.module
        row = module.summary.expressions[expression]
        operator = row[0]
        if operator in _REFERENCES:
            if expression in module.narrowed:
                narrowed = self.narrowing.of(expression, context)
                if narrowed:
                    return narrowed
            if operator == Op.ATTRIBUTE:
                return self.attribute(self.values(row[1], context), row[2])
            return self.name(row[1], context)
        return self._operators[operator](row, context)

    def attribute(self, bases: Values, name: str) -> Values:
        """The attribute of every alternative; ``None`` and others that have none are passed over."""
        if len(bases) == 1:
            return self.members.of(bases[0], name)
        lacks = self.members.heirs.lacks
        found = [self.members.of(base, name) for base in bases if base != NONE and not lacks(base, name)]
        return union(*found) if found else NOTHING

    def _all(self, expressions: Sequence[int], context: Context) -> Values:
        return union(*(self.values(expression, context) for expression in expressions)) if expressions else NOTHING

    def _constant(self, row: Any, context: Context) -> Values:
        return (Instance(row[1]),) if row[1] != "NoneType" else (NONE,)

    def _function(self, row: Any, context: Context) -> Values:
        return (FunctionObject(context.function.module.functions[row[1]]),)

    def _comprehension(self, row: Any, context: Context) -> Values:
        element = self.values(row[2], context.within(row[3]))
        if row[1] == "generator":
            return instance(ITERATOR, element)
        return instance("dict", NOTHING, element) if row[1] == "dict" else instance(row[1], element)

    def _yielded(self, row: Any, context: Context) -> Values:
        if self.signatures.of(context.function).drives_generator:
            return self.protocols.awaited(self.values(row[1], context))
        return NOTHING

    def _annotated(self, row: Any, context: Context) -> Values:
        if row[1]:
            declared = self.annotation(row[1], context)
            if declared:
                return declared
        return self.values(row[2], context)

    def _binary(self, row: Any, context: Context) -> Values:
        operator, left, right = row[1], row[2], row[3]
        if operator in _COMPARISONS:
            return instance("bool")
        values = self.values(left, context)
        method = _METHODS.get(operator)
        if operator == "BitOr" and values and all(isinstance(value, ClassObject) for value in values):
            return some(values, self.values(right, context))
        if method is None or not values:
            return NOTHING
        found = self.attribute(values, method)
        if found:
            return self.protocols.result(found)
        first = values[0]
        if isinstance(first, Instance) and first.cls in ("str", "bytes", "int", "float", "list", "tuple"):
            return values
        return NOTHING

    def _subscript(self, row: Any, context: Context) -> Values:
        bases = self.values(row[1], context)
        if not bases:
            return NOTHING
        if all(isinstance(base, ClassObject | External) for base in bases):
            return self.externals.subscripted(bases[0], row[2], context)
        if any(isinstance(base, Instance) and isinstance(base.cls, ClassNode) for base in bases):
            key = text_of(self, row[2], context)
            if key is not None and all(self._has_items(base) for base in bases):
                return self.attribute(bases, key)
        if any(isinstance(base, Instance) and base.cls == "dict" for base in bases):
            held = self.records.item(row[1], row[2], context)
            if held is not None:
                return held
        return self.protocols.item(bases, row[2], context)

    def _has_items(self, value: Value) -> bool:
        """Whether it is a ``TypedDict``, whose class names its items."""
        return isinstance(value, Instance) and (value == NONE or self.is_subclass(value.cls, "typing.TypedDict"))

    def name(self, name: str, context: Context) -> Values:
        """What a name is at a place."""
        function = context.function
        bindings = function.row.bindings.get(name)
        found = (function, bindings) if bindings and not function.row.outer_names else visible(function, name)
        if found is None:
            return self._type_parameter(name, context.defined or context.function) or self.starred(
                context.function, name
            )
        scope, bindings = found
        if scope is context.function and scope.index:
            reached = bindings
            if len(bindings) > 1:
                reached = reaching(scope.module, scope, bindings, context.block, context.line)
            if len(reached) == 1:
                return self.bound(scope, reached[0])
            return union(*(self.bound(scope, binding) for binding in reached))
        if scope.index == 0:
            return self.module_member(scope.module, name)
        return some(*(self.bound(scope, binding) for binding in bindings))

    def bound(self, scope: FunctionNode, binding: Binding) -> Values:
        """The value of one binding, evaluated where it stands."""
        module = scope.module
        row = module.summary.expressions[binding.value]
        function = module.functions[binding.function]
        if row[0] in _REMEMBERED_BY_THEMSELVES:
            return self._operators[row[0]](row, Context(function, binding.block, binding.line))
        key = ("b", module.index, binding.value, binding.function, binding.line, binding.block)
        known = self._known.get(key)
        if type(known) is tuple:
            return known
        return self.remembered(key, self.values, binding.value, Context(function, binding.block, binding.line))

    def _type_parameter(self, name: str, function: FunctionNode) -> Values:
        scope: FunctionNode | None = function
        while scope is not None:
            owner = scope.owner
            if name in scope.row.type_parameters:
                return (Variable(f"{scope.full_name}.{name}"),)
            if owner is not None and name in owner.row.type_parameters:
                return (Variable(f"{owner.full_name}.{name}"),)
            scope = scope.parent
        return NOTHING

    def starred(self, function: FunctionNode, name: str) -> Values:
        """A name that no scope binds: from a star import, a builtin, or a known module that nothing imports."""
        scope: FunctionNode | None = function
        while scope is not None:
            for module, level in scope.row.stars:
                found = self._star_member(scope.module, module, level, name)
                if found:
                    return found
            scope = scope.parent
        if self.externals.is_builtin(name) or self._is_unbound_module(function.module, name):
            return self.externals.named(name)
        return NOTHING

    def _is_unbound_module(self, module: ModuleNode, name: str) -> bool:
        """Whether a name that the file never binds can only be a module that knowledge describes."""
        known = name in module.summary.unbound and name in self.knowledge.modules
        return known and self.find_module(module, name, 0) is None

    def _star_member(self, importer: ModuleNode, module: str, level: int, name: str) -> Values:
        target = self.find_module(importer, module, level)
        if target is None:
            name = self.knowledge.canonical(f"{importer.absolute(level, module)}.{name}")
            known = self.knowledge.function(name) or self.knowledge.cls(name)
            return self.externals.named(name) if known else self.externals.installed(name)
        if name.startswith("_") and name not in (target.summary.exported or ()):
            return NOTHING
        return self.module_member(target, name)

    def find_module(self, importer: ModuleNode, module: str, level: int) -> ModuleNode | None:
        """The project's file for an imported module."""
        if importer.library:
            return None
        layout = self.index.layout
        number = layout.relative(importer.index, level, module) if level else layout.find(module, importer.index)
        return None if number is None else self.index.modules[number]

    def imported(self, importer: ModuleNode, module: str, level: int, name: str) -> Values:
        """What an import binds."""
        target = self.find_module(importer, module, level)
        full = importer.absolute(level, module)
        if not name:
            return (ModuleObject(target),) if target is not None else self.externals.named(full)
        if target is importer:
            submodule = self.members.submodule(importer, name)
            if submodule is not None:
                return (ModuleObject(submodule),)
        if target is None:
            dotted = f"{module}.{name}" if module else name
            submodule = self.find_module(importer, dotted, level)
            return (ModuleObject(submodule),) if submodule is not None else self.externals.named(f"{full}.{name}")
        return self.module_member(target, name)

    def module_member(self, module: ModuleNode, name: str) -> Values:
        """What a module has under a name: a binding, a star import, a submodule; builtins for the module itself."""
        key = ("m", module.index, name)
        known = self._known.get(key)
        if type(known) is tuple:
            return known
        return self.remembered(key, self._module_member, module, name)

    def _module_member(self, module: ModuleNode, name: str) -> Values:
        top = module.functions[0]
        bindings = top.row.bindings.get(name)
        if bindings and not self.stubs.replaces(module, name):
            found = [self.bound(top, binding) for binding in bindings]
            known = [values for values in found if values and values != (NONE,)]
            if known:
                if len({binding.block for binding in bindings}) == 1:
                    return known[-1]
                imported = all(module.summary.expressions[item.value][0] == Op.IMPORT for item in bindings)
                if imported:
                    return next((values for values in known if not isinstance(values[0], External)), known[0])
                return some(*known)
            return found[-1]
        submodule = self.members.submodule(module, name)
        if submodule is not None:
            return (ModuleObject(submodule),)
        stub = self.stubs.module(module)
        return (self.module_member(stub, name) if stub is not None else NOTHING) or self.starred(top, name)

    def definition_context(self, function: FunctionNode) -> Context:
        """The place where a function's decorators, defaults and annotations are evaluated."""
        owner = function.owner
        generic = function if function.row.type_parameters else None
        if owner is not None:
            return Context(owner.body, function.module.summary.blocks[0].parent, function.row.line, generic)
        parent = function.parent or function.module.functions[0]
        return Context(parent, 0, function.row.line, generic)

    def annotation(self, expression: int, context: Context) -> Values:
        """The objects that an annotation admits."""
        if not expression:
            return NOTHING
        module = context.function.module
        key = ("a", module.index, expression, (context.defined or context.function).index)
        known = self._known.get(key)
        if type(known) is tuple:
            return known
        end = Context(context.function, context.block, _LAST_LINE, context.defined)
        return self.remembered(key, self._declared, expression, end)

    def _declared(self, expression: int, context: Context) -> Values:
        return self.instantiated(self.values(expression, context))

    def instantiated(self, classes: Values) -> Values:
        """Objects of the classes that a type expression names."""
        return union(*[self.externals.instantiated(value) for value in classes]) if classes else NOTHING

    def call(self, module: ModuleNode, number: int) -> Values:
        """What a call site evaluates to."""
        key = ("c", module.index, number)
        known = self._known.get(key)
        if type(known) is tuple:
            return known
        return self.remembered(key, self._call, module, number)

    def _call(self, module: ModuleNode, number: int) -> Values:
        callees = self.callees(module, number)
        if not callees:
            return NOTHING
        row = module.summary.calls[number]
        context = self.context(module, row)
        results = [self.returns.of(callee, row, context) for callee in callees if callee != NONE]
        return union(*results) if results else NOTHING

    def context(self, module: ModuleNode, row: Call) -> Context:
        """The place of a call site."""
        return Context(module.functions[row.function], row.block, row.statement)

    def callees(self, module: ModuleNode, number: int) -> Values:
        """What a call site calls."""
        key = ("f", module.index, number)
        known = self._known.get(key)
        if type(known) is tuple:
            return known
        row = module.summary.calls[number]
        return self.remembered(key, self.values, row.callee, self.context(module, row))

    def is_subclass(self, cls: "ClassNode | str", ancestor: str) -> bool:
        """Whether a class inherits from one known by its full name, as far as is known."""
        return self.members.inherits(cls, ancestor)


_COMPARISONS = frozenset({"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn", "not"})
_METHODS = {
    "Div": "__truediv__",
    "Add": "__add__",
    "Sub": "__sub__",
    "Mult": "__mul__",
    "Mod": "__mod__",
    "BitOr": "__or__",
    "BitAnd": "__and__",
}
