"""What other places show of a coroutine that might be meant as one: that its result belongs in its place."""

from collections.abc import Iterator
from typing import NamedTuple

from asynclint.model.effects import Confidence
from asynclint.model.summary import Binding, Call, ExpressionId, FunctionKind, Op, Use, Via
from asynclint.program.awaiting.awaitables import Awaitable, Awaitables
from asynclint.program.awaiting.entries import Entries
from asynclint.program.awaiting.items import plain_use
from asynclint.program.awaiting.wrapping import surrounding
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.calls.conditions import argument
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.types.values import NONE, Instance, Values

_DEEPEST = 3
_MOST_COMPARED = 200
_PLAIN = frozenset({"str", "bytes", "int", "float", "bool", "list", "dict", "tuple", "set", "frozenset"})
_HOLDING = frozenset(
    {Op.AWAIT, Op.YIELD, Op.YIELD_FROM, Op.TUPLE, Op.LIST, Op.SET, Op.DICT, Op.UNION, Op.STARRED, Op.ANNOTATED}
)
"""Expressions from which their parts get elsewhere."""
_STARTERS = frozenset({"create_task", "ensure_future", "gather", "wait", "wait_for", "run", "shield", "ensureDeferred"})

_PLAIN_USES = {
    Use.TESTED: "tested elsewhere",
    Use.SUBSCRIPTED: "subscripted elsewhere",
    Use.ITERATED: "iterated elsewhere",
    Use.OPERATED: "used with an operator elsewhere",
    Use.CONTAINED: "searched elsewhere",
    Use.COMPARED: "",
}
"""Uses of a value that no coroutine is kept for, in words; one that is only compared may be waited for by others."""


class Evidence(NamedTuple):
    """``phrase`` completes "the coroutine of x is …"."""

    phrase: str
    confidence: Confidence


class Witnesses:
    """Looks for places that treat the result of the same call, or the same place, in the usual way."""

    def __init__(self, awaitables: Awaitables, graph: CallGraph) -> None:
        self.awaitables = awaitables
        self.graph = graph
        self.inference = graph.inference
        self.entries = Entries(graph.inference.index)
        self._passed_results: dict[tuple[str, str], frozenset[str]] = {}

    def against(self, use: Awaitable) -> Evidence | None:
        """What speaks against a coroutine that is returned, passed or stored."""
        if use.via == Via.DISPLAY:
            key = self.entries.key_of_result(use)
            said = f"put under the key `{key}`, where another dictionary has the result,"
            return None if key is None else Evidence(said, Confidence.LIKELY)
        if use.use is Use.RETURNED and use.named is None and use.via in (Via.DIRECT, Via.CONDITION):
            return self._returned(use)
        if use.via:
            return None
        if use.use is Use.PASSED and isinstance(use.detail, int):
            return self._passed(use, use.detail)
        if use.use is Use.STORED:
            return self._stored(use, str(use.detail)) if use.detail else self._put(use)
        return None

    def _returned(self, use: Awaitable) -> Evidence | None:
        """Who waits for a coroutine that returns another one gets that other one, which nobody waits for."""
        function = use.site.function
        if function.row.kind is not FunctionKind.COROUTINE or not self.inference.signatures.of(function).certain:
            return None
        targets, _ = self.graph.targets(use.site.module, use.site.number)
        if function in targets:
            return Evidence("returned by the very function that gives it,", Confidence.CERTAIN)
        if self._declares_awaitable(function) or self._awaited_again(function):
            return None
        return Evidence(f"returned to those who wait for `{function.row.name}`", Confidence.LIKELY)

    def _declares_awaitable(self, function: FunctionNode) -> bool:
        """Whether a coroutine function is declared to give another awaitable."""
        annotation = function.row.annotation
        inside = self.inference.definition_context(function)
        return bool(annotation) and self.awaitables.kind(self.inference.annotation(annotation, inside)) is not None

    def _awaited_again(self, function: FunctionNode, depth: int = 0) -> bool:
        """Whether somebody who waits for a coroutine function waits for what it gives too, or makes a task of that."""
        for module, number in self.inference.index.calls.get(function.row.name, ())[:_MOST_COMPARED]:
            call = module.summary.calls[number]
            if call.use is not Use.AWAITED:
                continue
            if call.detail in (Use.AWAITED, Use.YIELDED):
                return True
            caller = module.functions[call.function]
            handed_on = call.detail == Use.RETURNED and depth < _DEEPEST and caller is not function
            if handed_on and self._awaited_again(caller, depth + 1):
                return True
            names = [
                (Op.NAME, name)
                for name, bindings in caller.row.bindings.items()
                if any(_waits_for(module, binding.value, number) for binding in bindings)
            ]
            if names and self._starts(caller, names):
                return True
        return False

    def _starts(self, function: FunctionNode, names: list[tuple[str, str]]) -> bool:
        """Whether a function waits for what has one of some names, makes a task of it or puts it to others."""
        summary = function.module.summary
        if any(
            one.function == function.index and one.use is Use.AWAITED and summary.expressions[one.expression] in names
            for one in summary.operands
        ):
            return True
        calls = (summary.calls[number] for number in self.inference.index.calls_in(function))
        return any(
            (call.name in _STARTERS or call.name == "append")
            and any(summary.expressions[argument] in names for argument in call.arguments)
            for call in calls
        )

    def _passed(self, use: Awaitable, number: int) -> Evidence | None:
        """Other calls pass what the same function gives after ``await``."""
        module = use.site.module
        call = module.summary.calls[number]
        own = (Op.CALL, use.site.number) if use.named is None else (Op.NAME, use.named)
        key = next((key for key, value in _arguments(call) if tuple(module.summary.expressions[value]) == own), None)
        if key is None:
            return None
        if use.site.row.name not in self._results_passed(call.name, key):
            return None
        parameter = f"`{key}`" if not key.isdigit() else f"argument {int(key) + 1}"
        return Evidence(f"passed as {parameter}, where another call passes the result,", Confidence.LIKELY)

    def _results_passed(self, name: str, key: str) -> frozenset[str]:
        """The names of the calls whose awaited results are passed to calls of a name, as the argument ``key``."""
        known = self._passed_results.get((name, key))
        if known is None:
            found: set[str] = set()
            for module, number in self.inference.index.calls.get(name, ())[:_MOST_COMPARED]:
                row = module.summary.calls[number]
                given = argument(row, key)
                if given is not None:
                    found |= _awaited(module, row, given)
            known = self._passed_results[name, key] = frozenset(found)
        return known

    def _stored(self, use: Awaitable, attribute: str) -> Evidence | None:
        """The attribute is used as a plain value, or holds one elsewhere, and nobody waits for what it holds."""
        module = use.site.module
        used = self._used(attribute) or self._declared(use, attribute)
        if used is not None:
            return Evidence(f"kept as `.{attribute}`, which is {used}", Confidence.LIKELY)
        if surrounding(module, use.site.row.block) == "`try`" and self._expects_errors(use, attribute):
            return Evidence(f"kept as `.{attribute}` in a `try` that expects its errors", Confidence.LIKELY)
        owner = use.site.function.owner
        bindings = owner.row.attributes.get(attribute, ()) if owner is not None else ()
        own = (Op.CALL, use.site.number)
        if not any(tuple(module.summary.expressions[row.value]) == own for row in bindings):
            return None
        kinds = [self._values(module, row) for row in bindings]
        if not any(map(_is_plain, kinds)) or _is_awaited(module, attribute):
            return None
        return Evidence(f"kept as `.{attribute}`, which holds plain values elsewhere,", Confidence.LIKELY)

    def _declared(self, use: Awaitable, attribute: str) -> str | None:
        """What the class of the method declares an attribute of its object to be, if no awaitable fits."""
        wanted = self.awaitables.expectations.of_attribute(use.site.function, attribute, (Op.CALL, use.site.number))
        return f"declared to be {wanted}" if wanted is not None else None

    def _expects_errors(self, use: Awaitable, attribute: str) -> bool:
        """Whether a coroutine of the project's is made where its errors are handled, and nothing waits for it later."""
        targets, sure = self.graph.targets(use.site.module, use.site.number)
        if not targets or not sure or self.graph.inference.signatures.of(use.site.function).result != "coroutine":
            return False
        readers = {module.index: module for module, _ in self.inference.index.reads.get(attribute, ())}
        return not any(_is_awaited(module, attribute) for module in (use.site.module, *readers.values()))

    def _put(self, use: Awaitable) -> Evidence | None:
        """The file uses what is under the same key as a plain value, and does not wait for it."""
        module = use.site.module
        own = (Op.CALL, use.site.number) if use.named is None else (Op.NAME, use.named)
        for store in module.summary.item_stores:
            put = tuple(module.summary.expressions[store.value]) == own
            if put and store.function == use.at.function.index:
                used = plain_use(module, store.key)
                if used is not None:
                    return Evidence(f"kept under a key whose items are {used}", Confidence.LIKELY)
        return None

    def _used(self, attribute: str) -> str | None:
        """How the program uses attributes of this name, if it only uses them in ways that make no sense of a coroutine.

        Nothing may wait for one, keep it under another name or give it away; no property may be set.
        """
        if attribute in self.inference.index.defined_names:
            return None
        reads = self.inference.index.reads.get(attribute, ())
        uses = {module.summary.attribute_reads[number].use for module, number in reads}
        if not uses or not uses <= _PLAIN_USES.keys() or len(reads) > _MOST_COMPARED:
            return None
        telling = next((words for use, words in _PLAIN_USES.items() if use in uses and words), None)
        modules = dict.fromkeys(module for module, _ in reads)
        return None if telling is None or any(_gives_away(module, attribute) for module in modules) else telling

    def _values(self, module: ModuleNode, binding: Binding) -> Values:
        return self.inference.bound(module.functions[binding.function], binding)


def _arguments(call: Call) -> Iterator[tuple[str, ExpressionId]]:
    yield from ((str(position), value) for position, value in enumerate(call.arguments))
    yield from call.keywords.items()


def _awaited(module: ModuleNode, call: Call, argument: ExpressionId) -> set[str]:
    """The names of the calls for whose results an argument waits, also when a local name holds them."""
    expressions, calls = module.summary.expressions, module.summary.calls
    row = expressions[argument]
    if row[0] == Op.NAME:
        rows = [expressions[one.value] for one in module.functions[call.function].row.bindings.get(row[1], ())]
    else:
        rows = [row]
    inner = [expressions[one[1]] for one in rows if one[0] == Op.AWAIT]
    return {calls[one[1]].name for one in inner if one[0] == Op.CALL}


def _is_plain(values: Values) -> bool:
    kinds = [value for value in values if value != NONE]
    return bool(kinds) and all(isinstance(value, Instance) and value.cls in _PLAIN for value in kinds)


def _is_awaited(module: ModuleNode, attribute: str) -> bool:
    """Whether the file waits for an attribute of this name, or gives it to what does."""
    expressions = module.summary.expressions

    def names(value: ExpressionId) -> bool:
        return expressions[value][0] == Op.ATTRIBUTE and bool(expressions[value][2] == attribute)

    if any(row[0] == Op.AWAIT and names(row[1]) for row in expressions):
        return True
    return any(call.name in _STARTERS and any(map(names, call.arguments)) for call in module.summary.calls)


def _gives_away(module: ModuleNode, attribute: str) -> bool:
    """Whether the file waits for an attribute of this name, passes it on, returns it or gives it another name."""
    summary = module.summary
    expressions = summary.expressions
    own = {number for number, row in enumerate(expressions) if row[0] == Op.ATTRIBUTE and row[2] == attribute}
    if any(row[0] in _HOLDING and not own.isdisjoint(row[1:]) for row in expressions):
        return True
    if any(not own.isdisjoint((*call.arguments, *call.keywords.values())) for call in summary.calls):
        return True
    bound = [row for function in summary.functions for rows in function.bindings.values() for row in rows]
    bound += [row for cls in summary.classes for rows in cls.attributes.values() for row in rows]
    bound += [row for function in summary.functions for row in (*function.returns, *function.yields)]
    return any(row.value in own for row in bound) or any(operand.expression in own for operand in summary.operands)


def _waits_for(module: ModuleNode, value: ExpressionId, number: int) -> bool:
    """Whether an expression is what ``await`` of a call gives."""
    row = module.summary.expressions[value]
    return row[0] == Op.AWAIT and tuple(module.summary.expressions[row[1]]) == (Op.CALL, number)
