"""Calls that follow others: they go on with a file or an answer that was reported, or with files in the same helper."""

from collections.abc import Sequence

import msgspec

from asynclint.model.effects import Blocking, Confidence
from asynclint.model.summary import Block, Call, Op
from asynclint.program.blocking.sinks import Sink
from asynclint.program.calls.places import Places
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import Instance

_READS_FILE = frozenset({"load", "dump", "safe_load", "safe_dump", "reader", "writer", "DictReader", "DictWriter"})
_LONGEST_ALIASING = 3
_READ = frozenset({Blocking.FILE, Blocking.HTTP})
"""The kinds of calls of files, and of answers which are read as files are."""
_GIVING = _READ | {Blocking.SUBPROCESS}
"""The kinds of calls that give them (``os.popen`` too)."""


class Followers:
    """Tells which calls are worth a report of their own."""

    def __init__(self, inference: Inference, places: Places) -> None:
        self.inference = inference
        self.places = places

    def without_followers(self, sinks: Sequence["Sink"]) -> list["Sink"]:
        """The sinks without those that only go on with a file that another one of the function has opened or used.

        An answer to an HTTP request is such a file.
        """
        opened = {(sink.module.index, sink.number) for sink in sinks if sink.kind in _GIVING and not sink.is_statement}
        used: set[tuple[FunctionNode, int]] = set()
        found: list[Sink] = []
        for sink in _in_order(sinks):
            if sink.kind in _READ and not sink.is_callback:
                if self._goes_on(sink, opened):
                    continue
                handle = self._file_object(sink) if sink.kind is Blocking.FILE else None
                if handle is not None:
                    if (sink.function, handle) in used:
                        continue
                    used.add((sink.function, handle))
            found.append(sink)
        heaviest: dict[FunctionNode, Sink] = {}
        for sink in filter(self._is_in_helper, found):
            other = heaviest.get(sink.function)
            if other is None or _weight(sink) < _weight(other):
                heaviest[sink.function] = sink
        return [self._judged(sink) for sink in found if not self._is_in_helper(sink) or heaviest[sink.function] is sink]

    def with_followers(self, sinks: Sequence["Sink"]) -> list["Sink"]:
        """The same sinks, all of them, in the same order."""
        return [self._judged(sink) for sink in _in_order(sinks)]

    def _is_in_helper(self, sink: "Sink") -> bool:
        """Whether a file access stands in a plain function that a loop reaches only by calls.

        There the remedy is to hand the function to a thread, once for all that it does with files: its heaviest access
        stands for the others.
        """
        if sink.kind is not Blocking.FILE or sink.is_callback:
            return False
        return self.places.on_loop(sink.function) is None

    def _judged(self, sink: "Sink") -> "Sink":
        """A helper that only asks about files is *possible*."""
        if sink.fact.query and self._is_in_helper(sink):
            return msgspec.structs.replace(sink, confidence=Confidence.POSSIBLE)
        return sink

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
            for argument in row.arguments[:2]:
                given = sink.module.summary.expressions[argument]
                if given[0] == Op.CALL:
                    origins += sink.module.summary.calls[given[1]].arguments
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


def _in_order(sinks: Sequence["Sink"]) -> list["Sink"]:
    return sorted(sinks, key=lambda sink: (sink.module.index, sink.row.line, sink.is_statement, sink.number))


def _weight(sink: "Sink") -> tuple[int, bool]:
    """Less for what is surer to wait, and waits longer."""
    return sink.confidence.rank, sink.fact.query


def _subject(sink: "Sink") -> int:
    """The expression of the object whose method waits."""
    row = sink.row
    if isinstance(row, Block):
        return row.subject
    callee = sink.module.summary.expressions[row.callee]
    return int(callee[1]) if callee[0] == Op.ATTRIBUTE else 0
