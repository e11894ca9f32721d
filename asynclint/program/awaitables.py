"""Awaitables that calls give, and what becomes of each: used at once, or kept under a name and used there."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from asynclint.model.effects import Confidence
from asynclint.model.summary import FunctionKind, Op, Read, Use, Via
from asynclint.program.callgraph import CallGraph
from asynclint.program.index import FunctionNode, ModuleNode
from asynclint.program.scopes import reaching
from asynclint.program.sites import CallSite, Site
from asynclint.program.values import (
    ASYNC_GENERATOR,
    ASYNC_ITERATOR,
    AWAITABLE,
    AWAITABLES,
    COROUTINE,
    NONE,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    Value,
    Values,
    Variable,
)

CONSUMING = frozenset(
    {Use.AWAITED, Use.YIELDED, Use.RETURNED, Use.STORED, Use.OTHER, Use.NAMED, Use.ASYNC_ENTERED, Use.ASYNC_ITERATED}
)
"""Uses after which somebody else may await the value."""

_COROUTINE_ATTRIBUTES = ("send", "throw", "close", "cr_", "__")
_WORDS = ("Awaitable", "Coroutine", "Future", "Task", "Deferred")
_CONTAINERS = Via.DISPLAY | Via.COMPREHENSION | Via.STARRED


class Awaitable(Struct, frozen=True):
    """An awaitable from a call, and one thing that is done with it.

    ``kind`` is the full name of its class. ``at`` is where it is used: the call itself, or a later read of the name it
    was given (then ``named`` is that name). ``unused`` says that the name is never read, ``reads`` what else is done
    with it under that name.
    """

    site: CallSite
    kind: str
    use: Use
    via: int
    detail: object
    at: Site
    confidence: Confidence
    named: str | None = None
    unused: bool = False
    reads: tuple[Read, ...] = ()


class Awaitables:
    """Finds the awaitables of a program. Calls are looked at by name first: only those that can give one."""

    def __init__(self, graph: CallGraph) -> None:
        self.graph = graph
        self.inference = graph.inference

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all functions that may give an awaitable, by what their definitions show."""
        names = set(self.inference.knowledge.awaitable_names | self.inference.libraries.awaitable_names())
        pending: list[tuple[str, set[str]]] = []
        for function in self.inference.index.functions():
            row = function.row
            if self._evident(function):
                names.add(row.name)
            elif row.returns:
                by = self._annotation_names(function) if row.annotation else self._returned_names(function)
                pending.append((row.name, by))
            pending.extend(self._named_lambdas(function))
        changed = True
        while changed:
            changed = False
            for name, returned in pending:
                if name not in names and not returned.isdisjoint(names):
                    names.add(name)
                    changed = True
        return frozenset(names)

    def _evident(self, function: FunctionNode) -> bool:
        """Whether the definition itself shows that calling gives an awaitable."""
        kind = function.row.kind
        if kind is FunctionKind.COROUTINE:
            return True
        if kind not in (FunctionKind.PLAIN, FunctionKind.GENERATOR, FunctionKind.LAMBDA):
            return False
        return self._declared(function) or self._decorated(function)

    def _named_lambdas(self, function: FunctionNode) -> Iterator[tuple[str, set[str]]]:
        """Names that a scope gives to lambdas, with the names of what those call."""
        expressions = function.module.summary.expressions
        for name, bindings in function.row.bindings.items():
            for binding in bindings:
                value = expressions[binding.value]
                if value[0] == Op.FUNCTION:
                    bound = function.module.functions[value[1]]
                    if bound.row.kind is FunctionKind.LAMBDA:
                        yield name, self._returned_names(bound)

    def _declared(self, function: FunctionNode) -> bool:
        annotation = function.row.annotation
        expressions = function.module.summary.expressions
        waiting = [annotation] if annotation else []
        while waiting:
            row = expressions[waiting.pop()]
            if row[0] in (Op.NAME, Op.ATTRIBUTE) and any(word in row[-1] for word in _WORDS):
                return True
            if row[0] in (Op.SUBSCRIPT, Op.UNION):
                waiting.extend(row[1:])
        return False

    def _annotation_names(self, function: FunctionNode) -> set[str]:
        """Aliases in the module's own scope that stand for an awaitable type bear their own names."""
        expressions = function.module.summary.expressions
        row = expressions[function.row.annotation]
        if row[0] == Op.SUBSCRIPT:
            row = expressions[row[1]]
        if row[0] not in (Op.NAME, Op.ATTRIBUTE):
            return set()
        values = self.inference.annotation(
            function.row.annotation, self.inference.definition_context(function)
        ) if row[-1] in self._aliases else ()  # fmt: skip
        return set(self.inference.knowledge.awaitable_names) if any(_class(v) in AWAITABLES for v in values) else set()

    @cached_property
    def _aliases(self) -> frozenset[str]:
        """Module-level names that are bound to a type expression with an awaitable in it."""
        found: set[str] = set()
        for module in self.inference.index.modules:
            expressions = module.summary.expressions
            for name, bindings in module.summary.functions[0].bindings.items():
                for binding in bindings:
                    row = expressions[binding.value]
                    if row[0] == Op.ANNOTATED:
                        row = expressions[row[2]]
                    if row[0] == Op.SUBSCRIPT:
                        base = expressions[row[1]]
                        if base[0] in (Op.NAME, Op.ATTRIBUTE) and any(word in base[-1] for word in _WORDS):
                            found.add(name)
        return frozenset(found)

    def _decorated(self, function: FunctionNode) -> bool:
        if not function.row.decorators:
            return False
        return self.inference.signatures.of(function).result in ("coroutine", "future", "deferred")

    def _returned_names(self, function: FunctionNode) -> set[str]:
        summary = function.module.summary
        found: set[str] = set()
        for returned in function.row.returns:
            row = summary.expressions[returned.value]
            if row[0] == Op.NAME:
                for binding in function.row.bindings.get(row[1], ()):
                    bound = summary.expressions[binding.value]
                    if bound[0] == Op.CALL:
                        found.add(summary.calls[bound[1]].name)
            elif row[0] == Op.CALL:
                found.add(summary.calls[row[1]].name)
            elif row[0] == Op.UNION:
                for part in row[1:]:
                    if summary.expressions[part][0] == Op.CALL:
                        found.add(summary.calls[summary.expressions[part][1]].name)
        return found

    @cached_property
    def all(self) -> list[Awaitable]:
        """Every awaitable of a call whose fate is visible, in order of place."""
        names = self.names
        renamed = self.inference.index.calls
        places: set[tuple[int, int]] = set()
        for name in names:
            for module, number in renamed.get(name, ()):
                if _tells(module, number):
                    places.add((module.index, number))
        modules = self.inference.index.modules
        found: list[Awaitable] = []
        for index, number in sorted(places):
            found.extend(self._of(modules[index], number))
        return found

    def kind(self, values: Values) -> str | None:
        """The class of an awaitable when all alternatives (``None`` apart) are awaitables of that class."""
        kinds = {_class(value) for value in values if value != NONE}
        if len(kinds) > 1:
            kinds.discard(ASYNC_GENERATOR)
            kinds.discard(ASYNC_ITERATOR)
        if len(kinds) != 1:
            return None
        kind = kinds.pop()
        return kind if kind in AWAITABLES else None

    def _of(self, module: ModuleNode, number: int) -> Iterator[Awaitable]:
        call = module.summary.calls[number]
        values = self.inference.call(module, number)
        kind = self.kind(values)
        if kind is None:
            return
        site = CallSite(module, number)
        confidence = self._confidence(module, number, kind)
        if NONE in values:
            confidence = Confidence.POSSIBLE
        if call.use is Use.NAMED and isinstance(call.detail, str):
            yield from self._followed(site, kind, confidence)
        else:
            yield Awaitable(site, kind, call.use, call.via, call.detail, site, confidence)

    def _confidence(self, module: ModuleNode, number: int, kind: str) -> Confidence:
        targets, _ = self.graph.targets(module, number)
        for target in targets:
            if target.row.kind is FunctionKind.COROUTINE:
                continue
            result = self.inference.returns.function(target, None, None, None)
            if self.kind(result) is None and not target.row.stub:
                return Confidence.POSSIBLE
        return Confidence.CERTAIN

    def _followed(self, site: CallSite, kind: str, confidence: Confidence) -> Iterator[Awaitable]:
        """The uses of a local name that holds the awaitable."""
        row = site.row
        function = site.function.row
        name = row.detail
        direct = Awaitable(site, kind, row.use, row.via, name, site, confidence, name)
        if function.kind in (FunctionKind.MODULE, FunctionKind.CLASS_BODY) or name in function.outer_names:
            yield direct
            return
        reads = self._reads(site, name)
        if reads is None:
            yield direct
            return
        if not reads:
            yield Awaitable(site, kind, row.use, row.via, name, site, confidence, name, unused=True)
            return
        if row.via & _CONTAINERS:
            return
        for read in reads:
            span = (read.line, read.column, read.end_line, read.end_column)
            at = Site(site.module, site.function, span, (site.statement_row, site.noqa_row))
            yield Awaitable(site, kind, read.use, read.via, read.detail, at, confidence, name, False, tuple(reads))

    def _reads(self, site: CallSite, name: str) -> list[Read] | None:
        """The reads that this assignment can reach; None when the name escapes or the flow is not clear."""
        function = site.function.row
        expressions = site.module.summary.expressions
        bindings = function.bindings.get(name, ())
        own = [b for b in bindings if _holds(expressions, b.value, site.number)]
        if not own:
            return None
        found: list[Read] = []
        for read in function.reads.get(name, ()):
            if read.line == 0:
                return None
            reached = reaching(site.module, site.function, bindings, read.block, read.line)
            if own[0] in reached:
                found.append(read)
        return found

    def misused_attribute(self, kind: str, attribute: str) -> bool:
        """Whether an attribute is none that an awaitable of this class has."""
        if kind == COROUTINE:
            return not attribute.startswith(_COROUTINE_ATTRIBUTES)
        if kind == AWAITABLE or attribute.startswith("_"):
            return False
        knowledge = self.inference.knowledge
        if knowledge.cls(kind) is None:
            return False
        return knowledge.method(kind, attribute) is None and knowledge.attribute(kind, attribute) is None

    def wanted_plain(self, module: ModuleNode, number: int, argument: tuple[str, int | str]) -> str | None:
        """The plain type that call ``number`` declares for an argument, a call or a name; None when it may be any.

        Also a short description when knowledge says that the receiver uses the argument as a plain value.
        """
        call = module.summary.calls[number]
        expressions = module.summary.expressions
        given = [*((str(i), e) for i, e in enumerate(call.arguments)), *call.keywords.items()]
        key = next((key for key, e in given if tuple(expressions[e]) == argument), None)
        if key is None or key == "**":
            return None
        wanted: set[str | None] = set()
        for value in self.inference.callees(module, number):
            if value != NONE:
                wanted.add(self._wanted_by(value, key))
        return wanted.pop() if len(wanted) == 1 else None

    def _wanted_by(self, value: Value, key: str) -> str | None:
        knowledge = self.inference.knowledge
        name = value.name if isinstance(value, External) else value.cls if isinstance(value, ClassObject) else None
        if isinstance(name, str):
            fact = knowledge.function(name)
            plain = fact is not None and ("*" in fact.ignores_awaitables or key in fact.ignores_awaitables)
            return "a plain value" if plain else None
        function: FunctionNode | None = None
        skipped = 0
        if isinstance(value, FunctionObject):
            function = value.function
            if not self.inference.signatures.of(function).certain:
                return None
            skipped = 1 if value.receiver is not None else 0
        elif isinstance(value, ClassObject) and not isinstance(value.cls, str):
            function = self.inference.members.find_method(value.cls, "__init__")
            skipped = 1
        if function is None:
            return None
        parameters = function.row.parameters
        if key.isdigit():
            positional = [parameter for parameter in parameters if parameter.kind < 2][skipped:]
            parameter = positional[int(key)] if int(key) < len(positional) else None
        else:
            parameter = next((parameter for parameter in parameters if parameter.name == key), None)
        if parameter is None or parameter.kind in (2, 4):
            return None
        declared = self.inference.annotation(parameter.annotation, self.inference.definition_context(function))
        return self.plain_type(declared)

    def plain_type(self, declared: Values) -> str | None:
        """The name of a declared type none of whose alternatives admits an awaitable; None when one may."""
        if not declared:
            return None
        for value in declared:
            if isinstance(value, Variable | ClassObject) or not isinstance(value, Instance):
                return None
            name = _class(value)
            if name in AWAITABLES or name in (ASYNC_GENERATOR, ASYNC_ITERATOR, "typing.Callable", "typing.Hashable"):
                return None
            if isinstance(value.cls, str):
                known = value.cls in _PLAIN
                if not known and value != NONE and self.inference.knowledge.cls(value.cls) is None:
                    return None
                if "Protocol" in value.cls:
                    return None
            elif self._may_be_awaitable(value):
                return None
        names = [_class(value).rpartition(".")[2] for value in declared if value != NONE]
        return " | ".join(names) if names else None

    def _may_be_awaitable(self, value: Instance) -> bool:
        if isinstance(value.cls, str):
            return False
        members = self.inference.members
        if members.find_method(value.cls, "__await__") is not None:
            return True
        names = (cls.rpartition(".")[2] for cls, _ in members.ancestors(value.cls) if isinstance(cls, str))
        return any(word in name for name in names for word in (*_WORDS, "Protocol", "Mock"))


_SETTLED = frozenset(
    {
        Use.AWAITED, Use.YIELDED, Use.STORED, Use.OTHER, Use.ASYNC_ENTERED, Use.ASYNC_ITERATED, Use.ENTERED, Use.RAISED,
        Use.CALLED,
    }
)  # fmt: skip
"""Uses that no question is asked about."""

_TAKERS = frozenset(
    {"create_task", "ensure_future", "gather", "wait", "wait_for", "shield", "run", "run_until_complete", "start_soon",
     "run_coroutine_threadsafe", "ensureDeferred", "fromCoroutine", "append", "add", "isawaitable", "iscoroutine"}
)  # fmt: skip
"""Names of functions that are given awaitables on purpose."""


def _tells(module: ModuleNode, number: int) -> bool:
    """Whether anything can be wrong with what becomes of a call's result."""
    summary = module.summary
    call = summary.calls[number]
    use = call.use
    if use in _SETTLED:
        return False
    if use is Use.PASSED:
        receiver = summary.calls[call.detail]
        return receiver.name not in _TAKERS or receiver.name == "add"
    if use is Use.RETURNED and summary.functions[call.function].kind is not FunctionKind.LAMBDA:
        return summary.blocks[call.block].parent >= 0
    return True


_PLAIN = frozenset({"str", "bytes", "int", "float", "bool", "list", "dict", "tuple", "set", "None", "typing.Sequence"})


def _class(value: Value) -> str:
    if isinstance(value, Instance):
        return value.cls if isinstance(value.cls, str) else value.cls.full_name
    return "?"


def _holds(expressions: list[tuple[object, ...]], value: int, number: int) -> bool:
    """Whether a bound value is, or contains as an element, the result of a call."""
    row = expressions[value]
    if row[0] == Op.CALL:
        return row[1] == number
    if row[0] in (Op.TUPLE, Op.LIST, Op.SET, Op.DICT, Op.UNION, Op.ANNOTATED, Op.STARRED, Op.AWAIT):
        return any(isinstance(part, int) and _holds(expressions, part, number) for part in row[1:])
    if row[0] == Op.COMPREHENSION and isinstance(row[2], int):
        return _holds(expressions, row[2], number)
    return False
