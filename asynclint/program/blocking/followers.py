"""File accesses that follow others: they go on with a file that was reported, or stand in the same helper function."""

from collections.abc import Iterator, Sequence

import msgspec

from asynclint.model.effects import Blocking, Confidence
from asynclint.model.summary import Block, Call, Op
from asynclint.program.blocking.sinks import Sink
from asynclint.program.calls.places import Places
from asynclint.program.index import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import Instance

_READS_FILE = frozenset({"load", "dump", "safe_load", "safe_dump", "reader", "writer", "DictReader", "DictWriter"})
_LONGEST_ALIASING = 3


class Followers:
    """Tells which file accesses are worth a report of their own."""

    def __init__(self, inference: Inference, places: Places) -> None:
        self.inference = inference
        self.places = places

    def without_followers(self, sinks: Sequence["Sink"]) -> list["Sink"]:
        """The sinks without those that only go on with a file that another one of the function has opened or used."""
        opened = {
            (sink.module.index, sink.number) for sink in sinks if sink.kind is Blocking.FILE and not sink.is_statement
        }
        used: set[tuple[FunctionNode, int]] = set()
        found: list[Sink] = []
        for sink in sorted(sinks, key=lambda sink: (sink.module.index, sink.row.line, sink.is_statement, sink.number)):
            if sink.kind is Blocking.FILE and not sink.is_callback:
                if self._goes_on(sink, opened):
                    continue
                handle = self._file_object(sink)
                if handle is not None:
                    if (sink.function, handle) in used:
                        continue
                    used.add((sink.function, handle))
            found.append(sink)
        return list(self._one_a_function(found))

    def _one_a_function(self, sinks: Sequence["Sink"]) -> Iterator["Sink"]:
        """One file access for each plain function that a loop reaches only by calls.

        There the remedy is to hand the function to a thread, once for all that it does with files: its heaviest access
        stands for the others. A function that only asks about files is *possible*.
        """
        groups: dict[FunctionNode, list[Sink]] = {}
        for sink in sinks:
            if sink.kind is Blocking.FILE and not sink.is_callback and self.places.on_loop(sink.function) is None:
                groups.setdefault(sink.function, []).append(sink)
        heaviest = {
            function: min(group, key=lambda sink: (sink.confidence.rank, sink.fact.query))
            for function, group in groups.items()
        }
        for sink in sinks:
            shown = heaviest.get(sink.function) if sink.kind is Blocking.FILE and not sink.is_callback else None
            if shown is None:
                yield sink
            elif sink is shown:
                yield msgspec.structs.replace(sink, confidence=Confidence.POSSIBLE) if sink.fact.query else sink

    def _file_object(self, sink: "Sink") -> int | None:
        """The expression of the file object whose method is called, or that is iterated."""
        subject = _subject(sink)
        values = self.inference.values(subject, sink.context) if subject else ()
        return subject if any(self._is_file(value) for value in values) else None

    def _is_file(self, value: object) -> bool:
        knowledge = self.inference.knowledge
        return isinstance(value, Instance) and isinstance(value.cls, str) and (
            knowledge.method(value.cls, "read") is not None or knowledge.method(value.cls, "write") is not None
        )  # fmt: skip

    def _goes_on(self, sink: "Sink", opened: set[tuple[int, int]]) -> bool:
        subject, row = _subject(sink), sink.row
        origins = [subject] if subject else []
        if isinstance(row, Call) and row.name in _READS_FILE:
            origins += row.arguments[:2]
        return any(self._is_opened(sink.module, sink.function, origin, opened) for origin in origins)

    def _is_opened(
        self, module: ModuleNode, function: FunctionNode, expression: int, opened: set[tuple[int, int]], depth: int = 0
    ) -> bool:
        """Whether an expression is a file object that a reported call of the function has given."""
        row = module.summary.expressions[expression]
        if row[0] in (Op.ENTERED, Op.ANNOTATED):
            return self._is_opened(module, function, row[-1], opened, depth)
        if row[0] == Op.CALL:
            return (module.index, row[1]) in opened and any(
                self._is_file(value) for value in self.inference.call(module, row[1])
            )
        if row[0] == Op.NAME and depth < _LONGEST_ALIASING:
            bindings = function.row.bindings.get(row[1], ())
            return any(self._is_opened(module, function, item.value, opened, depth + 1) for item in bindings)
        return False


def _subject(sink: "Sink") -> int:
    """The expression of the object whose method waits."""
    row = sink.row
    if isinstance(row, Block):
        return row.subject
    callee = sink.module.summary.expressions[row.callee]
    return int(callee[1]) if callee[0] == Op.ATTRIBUTE else 0
