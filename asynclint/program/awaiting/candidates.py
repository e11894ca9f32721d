"""Which calls can give an awaitable, by the names of what they call: only those are looked at closely.

Functions tell by their definitions; attributes, parameters and locals by their annotations, and by the names that the
values they are given mention. A name that stands for something else elsewhere costs a look, never a finding.
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache

from asynclint.model.summary import Binding, FunctionKind, Op
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.mentions import called, mentioned

WORDS = ("Awaitable", "Coroutine", "Future", "Task", "Deferred")
"""Parts of the names of awaitable classes."""

_TYPE_FORMS = frozenset({Op.SUBSCRIPT, Op.UNION, Op.TUPLE, Op.LIST, Op.BINARY, Op.ANNOTATED})
_FIXED = frozenset({Op.IMPORT, Op.CONSTANT, Op.CLASS})
_MADE = frozenset({"coroutine", "future", "deferred", "task", "task-on-loop"})

Pending = tuple[str, set[str]]
"""A name that is a candidate as soon as one of the others is."""


class Candidates:
    """The names under which something that gives an awaitable may be called."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self._speaking: dict[tuple[int, int], bool] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all called things that may give an awaitable; ``""`` stands for those that are not named."""
        index = self.inference.index
        names = {*self.inference.knowledge.awaitable_names, *self.inference.libraries.awaitable_names()}
        names |= self._awaited_classes
        pending: list[Pending] = []
        asked = {*index.calls, "__getattr__"}
        for name, annotated, values in self._slots():
            if annotated:
                names.add(name)
            pending.append((name, values))
            asked.update(map(_uncalled, values))
        waiting = list(asked)
        while waiting:
            name = waiting.pop()
            for function in index.functions_by_name.get(name, ()):
                if self._evident(function):
                    names.add(name)
                elif function.row.returns:
                    returned = self._returned(function)
                    pending.extend(_results(name, returned))
                    fresh = {other for other in map(_uncalled, returned) if other not in asked}
                    asked |= fresh
                    waiting.extend(fresh)
        for function in index.functions():
            for parameter in function.row.parameters:
                name = parameter.name
                unclear = parameter.annotation and name in asked and name not in names
                if unclear and self._speaks(function.module, parameter.annotation):
                    names.add(name)
        return _closed(names, pending) | {""}

    @cached_property
    def _awaited_classes(self) -> frozenset[str]:
        """The names of the project's classes whose objects can be awaited."""
        waiting = self.inference.index.functions_by_name.get("__await__", ())
        return frozenset(function.owner.row.name for function in waiting if function.owner is not None)

    @cached_property
    def proxies(self) -> frozenset[int]:
        """The files that may have objects whose every method gives an awaitable, by their numbers.

        They are of classes of which knowledge says so, or whose ``__getattr__`` makes such methods up.
        """
        return self._with_made_up_methods() | self._with_known_makers()

    def _with_known_makers(self) -> frozenset[int]:
        tops = self.inference.knowledge.makers_of_awaitables
        if not tops:
            return frozenset()
        reach = self.inference.reach
        mask = reach.mask(tops)
        return frozenset(module.index for module in self.inference.index.modules if reach.reaches(module, mask))

    def _with_made_up_methods(self) -> frozenset[int]:
        index = self.inference.index
        makers = [
            function
            for function in index.functions()
            if function.row.name == "__getattr__" and function.is_method and self._makes_coroutines(function)
        ]
        return index.importers({function.module.index for function in makers}) if makers else frozenset()

    def _makes_coroutines(self, function: FunctionNode) -> bool:
        returned = {returned for item in function.row.returns for returned in mentioned(function, item.value)}
        inner = {other.row.name for other in function.module.functions if other.parent is function}
        if any(name in inner and name in self.names for name in returned):
            return True
        made = (cls for name in returned for cls in self.inference.index.classes_by_name.get(_uncalled(name), ()))
        return any(map(self._gives_awaited, made))

    def _gives_awaited(self, cls: ClassNode) -> bool:
        """Whether calling an object of a class makes an object of a class that can be awaited."""
        called = cls.method("__call__")
        return called is not None and any(_uncalled(name) in self._awaited_classes for name in self._returned(called))

    def _evident(self, function: FunctionNode) -> bool:
        """Whether the definition itself shows that calling gives an awaitable."""
        row = function.row
        if row.kind is FunctionKind.COROUTINE:
            return True
        if row.kind not in (FunctionKind.PLAIN, FunctionKind.GENERATOR, FunctionKind.LAMBDA):
            return False
        if row.annotation and self._speaks(function.module, row.annotation):
            return True
        return bool(row.decorators) and self.inference.signatures.of(function).result in _MADE

    def _speaks(self, module: ModuleNode, expression: int) -> bool:
        """Whether a type expression has an awaitable class, or an alias of one, in it."""
        key = (module.index, expression)
        known = self._speaking.get(key)
        if known is None:
            known = self._speaking[key] = _names_one(module, expression, self._aliases)
        return known

    @cached_property
    def _aliases(self) -> frozenset[str]:
        """Names of modules and classes that are bound to type expressions with an awaitable in them."""
        found: set[str] = set()
        pending: list[Pending] = []
        for module in self.inference.index.modules:
            expressions = module.summary.expressions
            for name, bindings in module.functions[0].row.bindings.items():
                for binding in bindings:
                    if expressions[binding.value][0] in _TYPE_FORMS:
                        if _names_one(module, binding.value, frozenset()):
                            found.add(name)
                        else:
                            pending.append((name, _type_names(module, binding.value)))
            for cls in module.classes:
                called = cls.method("__call__")
                if called is not None and called.row.kind is FunctionKind.COROUTINE:
                    found.add(cls.row.name)
        found |= self._awaited_classes
        return _closed(found, pending)

    def _returned(self, function: FunctionNode) -> set[str]:
        found: set[str] = set()
        for returned in function.row.returns:
            found |= mentioned(function, returned.value)
        return found

    def _slots(self) -> Iterator[tuple[str, bool, set[str]]]:
        """Attributes, globals and locals that are called, and those whose values these mention.

        Each with its name, whether an annotation speaks of awaitables, and what its values mention.
        """
        holders: dict[str, list[tuple[ModuleNode, list[Binding]]]] = {}
        for module in self.inference.index.modules:
            expressions, functions = module.summary.expressions, module.summary.functions
            for bindings in _tables(module):
                for name, rows in bindings.items():
                    if len(rows) == 1:
                        row = expressions[rows[0].value]
                        if row[0] in _FIXED:
                            continue
                        if row[0] == Op.FUNCTION and functions[row[1]].kind is not FunctionKind.LAMBDA:
                            continue
                    holders.setdefault(name, []).append((module, rows))
        seen = {name for name in self.inference.index.calls if name in holders}
        waiting = sorted(seen)
        local = [slot for module in self.inference.index.modules for slot in self._called_locals(module)]
        while waiting or local:
            if local:
                slot = local.pop()
                found = [slot]
            else:
                name = waiting.pop()
                found = [self._slot(module, name, rows) for module, rows in holders[name]]
            for slot in found:
                yield slot
                fresh = [name for name in slot[2] if name in holders and name not in seen]
                seen.update(fresh)
                waiting.extend(fresh)

    def _slot(self, module: ModuleNode, name: str, bindings: list[Binding]) -> tuple[str, bool, set[str]]:
        expressions = module.summary.expressions
        values: set[str] = set()
        for binding in bindings:
            row = expressions[binding.value]
            if row[0] in _FIXED:
                continue
            if row[0] == Op.FUNCTION:
                bound = module.functions[row[1]]
                if bound.row.kind is FunctionKind.LAMBDA:
                    values.update(name[:-2] for name in self._returned(bound) if name.endswith("()"))
                continue
            if row[0] == Op.ANNOTATED and row[1] and self._speaks(module, row[1]):
                return name, True, set()
            values |= mentioned(module.functions[binding.function], binding.value)
        values.discard(name)
        return name, False, values

    def _called_locals(self, module: ModuleNode) -> Iterator[tuple[str, bool, set[str]]]:
        summary = module.summary
        seen: set[tuple[int, str]] = set()
        for call in summary.calls:
            callee = summary.expressions[call.callee]
            if callee[0] != Op.NAME or not call.function or (call.function, callee[1]) in seen:
                continue
            bindings = summary.functions[call.function].bindings.get(callee[1])
            if bindings is not None:
                seen.add((call.function, callee[1]))
                yield self._slot(module, callee[1], bindings)


def _tables(module: ModuleNode) -> Iterator[dict[str, list[Binding]]]:
    """The bindings of a module's globals, and of the attributes of its classes."""
    yield module.functions[0].row.bindings
    for cls in module.classes:
        yield cls.row.attributes
        yield cls.body.row.bindings


def _closed(names: set[str], pending: list[Pending]) -> frozenset[str]:
    """The names, and those of the pending ones that lead to one of them."""
    users: dict[str, list[str]] = {}
    for name, used in pending:
        for other in used:
            users.setdefault(other, []).append(name)
    waiting = [name for name in names if name in users]
    while waiting:
        for user in users[waiting.pop()]:
            if user not in names:
                names.add(user)
                if user in users:
                    waiting.append(user)
    return frozenset(names)


def _results(name: str, returned: set[str]) -> Iterator[Pending]:
    """What a function gives when it is called, and what that gives when it is called in turn."""
    yield name, {other[:-2] for other in returned if other.endswith("()")}
    yield called(name), returned


def _uncalled(name: str) -> str:
    """The function whose result a name stands for; a name that stands for no result itself."""
    return name.removesuffix("()")


def _names_one(module: ModuleNode, expression: int, aliases: frozenset[str]) -> bool:
    names = _type_names(module, expression)
    return not aliases.isdisjoint(names) or any(map(_is_word, names))


@lru_cache(maxsize=8192)
def _is_word(name: str) -> bool:
    return any(word in name for word in WORDS)


def _type_names(module: ModuleNode, expression: int) -> set[str]:
    """The last names of the classes in a type expression."""
    found: set[str] = set()
    waiting = [expression]
    expressions = module.summary.expressions
    while waiting:
        row = expressions[waiting.pop()]
        if row[0] in (Op.NAME, Op.ATTRIBUTE):
            found.add(row[-1])
        elif row[0] == Op.BINARY:
            waiting.extend(row[2:])
        elif row[0] in _TYPE_FORMS:
            waiting.extend(row[1:])
    return found
