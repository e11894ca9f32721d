"""``with`` statements that wait to enter, and loops that wait for each item, without naming what waits."""

from collections.abc import Iterator

from asynclint.knowledge.schema import ClassRow, Fact
from asynclint.model.effects import Confidence
from asynclint.model.summary import BlockKind, FunctionKind, Op
from asynclint.program.blocking.sinks import Sink
from asynclint.program.calls.guards import Guards
from asynclint.program.nodes import ClassNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import NONE, Instance

_OPENING = ("open", "fdopen", "TemporaryFile", "NamedTemporaryFile", "makefile")
_HARMLESS = frozenset(
    {"dict", "enumerate", "filter", "items", "keys", "list", "map", "range", "reversed", "set", "sorted", "tuple",
     "values", "zip"}
)  # fmt: skip
"""Functions and methods of containers that give what is iterated without a wait."""
_IN_EVERY_FILE = frozenset({"io", "typing", "builtins"})
_METHODS = {BlockKind.WITH: "__enter__", BlockKind.FOR: "__iter__", BlockKind.COMPREHENSION: "__iter__"}


class Statements:
    """Finds the statements that wait because of the class of what they enter or iterate."""

    def __init__(self, inference: Inference, guards: Guards) -> None:
        self.inference = inference
        self.guards = guards
        self._facts: dict[tuple[ClassNode | str, BlockKind], tuple[str, Fact] | None] = {}

    def sinks(self, calls: frozenset[tuple[int, int]]) -> Iterator[Sink]:
        """The statements that wait, except where ``calls`` (by file and number) have what they wait for already."""
        for module in self._modules():
            for number, row in enumerate(module.summary.blocks):
                if row.kind in _METHODS and row.subject:
                    for item in row.items or (row.subject,):
                        expression = module.summary.expressions[item]
                        if expression[0] == Op.CALL:
                            name = module.summary.calls[expression[1]].name
                            if name in _HARMLESS or (module.index, expression[1]) in calls:
                                continue
                        sink = self._sink(module, number, item)
                        if sink is not None:
                            yield sink
                            break

    def _modules(self) -> Iterator[ModuleNode]:
        index, knowledge = self.inference.index, self.inference.knowledge
        tops = {name.partition(".")[0] for name, row in knowledge.classes.items() if row.entering or row.iterating}
        reach = self.inference.reach
        mask = reach.mask(tops - _IN_EVERY_FILE)
        opening = {module.index for name in _OPENING for module, _ in index.calls.get(name, ())}
        for module in index.modules:
            if module.index in opening or reach.reaches(module, mask):
                yield module

    def _sink(self, module: ModuleNode, number: int, item: int) -> Sink | None:
        row = module.summary.blocks[number]
        function = module.functions[row.function]
        if function.row.kind in (FunctionKind.MODULE, FunctionKind.CLASS_BODY):
            return None
        found: list[tuple[str, Fact]] = []
        values = self.inference.values(item, Context(function, row.parent, row.line))
        known = [value for value in values if value != NONE]
        for value in known:
            said = self._fact(value.cls, row.kind) if isinstance(value, Instance) else None
            if said is not None:
                found.append(said)
        if not found or self.guards.passed(module, function, row.parent, row.line):
            return None
        name, fact = found[0]
        confidence = fact.confidence if len(found) == len(known) else Confidence.POSSIBLE
        kind = fact.blocks
        return None if kind is None else Sink(
            module, number, function, kind, name, fact, confidence, is_statement=True
        )  # fmt: skip

    def _fact(self, cls: "ClassNode | str", kind: BlockKind) -> tuple[str, Fact] | None:
        key = (cls, kind)
        if key not in self._facts:
            self._facts[key] = self._find_fact(cls, _METHODS[kind])
        return self._facts[key]

    def _find_fact(self, cls: "ClassNode | str", method: str) -> tuple[str, Fact] | None:
        """The fact of the nearest class that says what the special method does; none where the project defines it."""
        ancestors = [cls] if isinstance(cls, str) else [found for found, _ in self.inference.members.ancestors(cls)]
        for ancestor in ancestors:
            if isinstance(ancestor, ClassNode):
                if ancestor.method(method) is not None:
                    return None
                continue
            for owner, row in self.inference.knowledge.ancestors(ancestor):
                fact = _said(row, method)
                if fact is not None:
                    return (f"{owner}.{method}", fact) if fact.blocks and not row.thread_lock else None
        return None


def _said(row: ClassRow, method: str) -> Fact | None:
    return row.entering if method == "__enter__" else row.iterating
