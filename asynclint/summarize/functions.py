"""Definitions and classes of a file."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from asynclint.model.spelling import spell
from asynclint.model.summary import Class, Function, FunctionKind, Op
from asynclint.summarize.code import Code
from asynclint.summarize.names import Local, Place
from asynclint.summarize.sites import FileSite

if TYPE_CHECKING:
    import libcst

    from asynclint.summarize.blocks import FileBlock, FileHandler
    from asynclint.summarize.sites import FileCall
    from asynclint.summarize.view import FileView
    from asynclint.syntax.function_tree import FunctionTree

DRIVEN: Final = frozenset({"coroutine", "generator-coroutine", "inline-callbacks"})
"""What decorators do to generators that a loop drives; see ``knowledge.schema.DECORATORS``."""

_DEFINITION = re.compile(r"(?:async\s+)?def\s+\w+")
_BETWEEN: Final = ("#", "@")
"""How rows start that can stand between a header and the first statement of its body."""


class FileFunction(FileSite, Code):
    """A definition, from ``def`` or ``async def`` to the name; ``row`` is what the summary has of it."""

    def __init__(self, file: "FileView", row: Function, number: int) -> None:
        self.file = file
        self.function_name = row.qualname
        self.row = row
        self.number = number

    @cached_property
    def _span(self) -> tuple[int, int, int, int]:  # type: ignore[override]
        row = self.row
        return row.line, row.column, row.line, _name_end(self.file.lines[row.line - 1], row.column)

    @property
    def statement_row(self) -> int:  # type: ignore[override]
        """The first row of the header."""
        return self.row.line

    @cached_property
    def noqa_row(self) -> int:  # type: ignore[override]
        """The last row of the header."""
        return _header_end(self.file.lines, self.row)

    @property
    def spelled(self) -> str:
        """The name."""
        return self.row.name

    @property
    def kind(self) -> FunctionKind:
        """What calling it gives, decorators left aside."""
        return self.row.kind

    @cached_property
    def is_coroutine(self) -> bool:
        """Whether a loop runs it and it can suspend.

        ``async def``, async generators, and the generators that Tornado's ``gen.coroutine`` and Twisted's
        ``inlineCallbacks`` make coroutines of.
        """
        if self.kind in (FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR):
            return True
        return self.kind is FunctionKind.GENERATOR and self.is_driven_generator

    @cached_property
    def is_driven_generator(self) -> bool:
        """Whether a decorator makes a coroutine of the generator: there, ``yield`` is what ``await`` is elsewhere."""
        if self.kind is not FunctionKind.GENERATOR or not self.row.decorators:
            return False
        facts = (self.file.names.facts.function(name) for name in self.decorators if name)
        return any(fact is not None and fact.decorates in DRIVEN for fact in facts)

    @cached_property
    def decorators(self) -> tuple[str | None, ...]:
        """The canonical names of the decorators, or of what is called to make them; None for unknown ones."""
        return tuple(self.file.callee_or_name(one, self.outside) for one in self.row.decorators)

    @cached_property
    def decorators_spelled(self) -> tuple[str, ...]:
        """The decorators, or what is called to make them, as the source spells them."""
        summary = self.file.summary
        rows = ((one, summary.expressions[one]) for one in self.row.decorators)
        return tuple(spell(summary, summary.calls[row[1]].callee if row[0] == Op.CALL else one) for one, row in rows)

    @cached_property
    def decorator_sites(self) -> tuple[FileSite, ...]:
        """The first rows of the decorators, in the order of ``decorators``; fewer where their layout is unusual."""
        file, row = self.file, self.row
        indent = file.lines[row.line - 1].encode()[: row.column].decode(errors="replace")
        found: list[FileSite] = []
        for line in range(row.line - 1, 0, -1):
            if len(found) == len(row.decorators):
                break
            text = file.lines[line - 1]
            if text.startswith(f"{indent}@"):
                span = (line, row.column, line, len(text.partition(" #")[0].rstrip().encode()))
                found.append(FileSite(file, span, (line, line), self.function_name))
        return tuple(reversed(found))

    @cached_property
    def outside(self) -> Place:
        """Where decorators and defaults are evaluated."""
        owner = self.row.owner
        return Place(self.file.summary.classes[owner].body if owner >= 0 else self.row.parent, -1)

    @property
    def owner(self) -> "FileClass | None":
        """The class in whose body it stands."""
        return self.file.classes()[self.row.owner] if self.row.owner >= 0 else None

    @property
    def parent(self) -> "FileFunction | None":
        """The definition that encloses it."""
        return self.file.definition(self.row.parent)

    def calls(self) -> "Iterator[FileCall]":
        """The calls in it, those in lambdas among them, those in definitions inside it not."""
        return (self.file.call_at(number) for number in self.file.calls_by_definition.get(self.number, ()))

    def blocks(self) -> "Iterator[FileBlock]":
        """Its groups of statements, outer ones first; lambdas and inner definitions have their own."""
        return (self.file.block_at(number) for number in self.file.blocks_by_function.get(self.number, ()))

    def handlers(self) -> "Iterator[FileHandler]":
        """Its except handlers."""
        return (handler for block in self.blocks() if (handler := block.handler) is not None)

    @property
    def tree(self) -> "FunctionTree":
        """The tree that libcst makes of it, from its own text; the nodes know their places in the file."""
        return self.file.tree(self)

    @property
    def node(self) -> "libcst.FunctionDef | None":
        """The node of it, without decorators; None where libcst refuses the text."""
        return self.tree.node


class FileClass:
    """A class of the file."""

    def __init__(self, file: "FileView", row: Class) -> None:
        self.file = file
        self.row = row

    @property
    def name(self) -> str:
        """The name."""
        return self.row.name

    @property
    def site(self) -> FileSite:
        """The place of the definition, from ``class`` to the end of the row."""
        row, file = self.row, self.file
        text = file.lines[row.line - 1].rstrip()
        span = (row.line, row.column, row.line, len(text.encode()))
        return FileSite(file, span, (row.line, row.line), row.qualname)

    @cached_property
    def bases(self) -> tuple[str | None, ...]:
        """The canonical names of the bases; None for those of the file, and for unknown ones."""
        return tuple(self.file.names.qualified(base, Place(self.row.parent, -1)) for base in self.row.bases)

    def own_bases(self) -> "Iterator[FileClass]":
        """The bases that the same file defines, and theirs."""
        names = self.file.names
        seen = {self.row.body}
        waiting = [self]
        while waiting:
            current = waiting.pop(0)
            for base in current.row.bases:
                value = names.value(base, Place(current.row.parent, -1))
                found = self.file.classes()[value.number] if isinstance(value, Local) else None
                if found is not None and found.row.body not in seen:
                    seen.add(found.row.body)
                    waiting.append(found)
                    yield found

    def methods(self) -> Iterator[FileFunction]:
        """The definitions in its body."""
        expressions = self.file.summary.expressions
        for rows in self.file.summary.functions[self.row.body].bindings.values():
            for binding in rows:
                kind, *rest = expressions[binding.value]
                if kind == Op.FUNCTION and (function := self.file.definition(rest[0])) is not None:
                    yield function


def _name_end(line: str, column: int) -> int:
    """The byte column after the name of the definition that starts in ``column``."""
    rest = line.encode()[column:].decode(errors="replace")
    match = _DEFINITION.match(rest)
    return column + len((match.group() if match else rest).encode())


def _header_end(lines: list[str], row: Function) -> int:
    """The last row of the header of a definition."""
    last = max(row.line, row.body_line - 1)
    while last > row.line and (not (text := lines[last - 1].strip()) or text.startswith(_BETWEEN)):
        last -= 1
    return last
