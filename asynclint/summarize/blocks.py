"""Nested statements of a file: loops, ``with``, ``try`` and their handlers."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from asynclint.model.summary import Block, BlockKind, Op
from asynclint.summarize.names import Place
from asynclint.summarize.sites import FileSite

if TYPE_CHECKING:
    import libcst

    from asynclint.summarize.code import Code
    from asynclint.summarize.functions import FileFunction
    from asynclint.summarize.sites import FileCall
    from asynclint.summarize.view import FileView

_HEADERS: Final = {
    BlockKind.EXCEPT: re.compile(r"\s*except\b"),
    BlockKind.IF: re.compile(r"\s*(el)?if\b"),
}
"""How the headers start of the kinds of blocks whose first row in the summary is that of the body."""

_STAR: Final = re.compile(rb"except\s*\*")


class FileItem(NamedTuple):
    """A context manager of a ``with``: its name (of the callee if it is a call), its type and its call."""

    expression: int
    qualified: str | None
    type: str | None
    call: "FileCall | None"


class FileBlock(FileSite):
    """A nested group of statements, placed where its header starts (a ``try``, ``else`` or ``finally``: its body)."""

    def __init__(self, file: "FileView", row: Block, number: int) -> None:
        header = _HEADERS.get(row.kind)
        line = row.line if header is None else _last_match(header, file.lines, row.line)
        text = file.lines[line - 1] if line <= len(file.lines) else ""
        indent = len(text) - len(text.lstrip())
        super().__init__(
            file,
            (line, indent, line, len(text.encode("utf-8", "surrogatepass"))),
            (line, line),
            file.summary.functions[row.function].qualname or "<module>",
        )
        self.row = row
        self.number = number

    @property
    def kind(self) -> BlockKind:
        """Why it is nested."""
        return self.row.kind

    @property
    def is_endless_loop(self) -> bool:
        """Whether it is a ``while`` with a constant condition that is true."""
        if self.kind is not BlockKind.WHILE:
            return False
        operator, *rest = self.file.summary.expressions[self.row.subject]
        return operator == Op.CONSTANT and rest[0] in ("bool", "int") and bool(rest[1])

    @property
    def suspends(self) -> bool:
        """Whether an ``await``, a ``yield``, an ``async for`` or ``async with`` stands in it (the header's too)."""
        return self.row.suspends or self.row.kind in (BlockKind.ASYNC_FOR, BlockKind.ASYNC_WITH)

    @property
    def parent(self) -> "FileBlock | None":
        """The group of statements round it, in the same function."""
        return self.file.block_at(self.row.parent) if self.row.parent >= 0 else None

    @property
    def function(self) -> "FileFunction | None":
        """The definition in which it stands."""
        return self.file.definition(self.row.function)

    @property
    def at(self) -> Place:
        """From where names of its header are looked up."""
        return Place(self.row.function, self.row.parent)

    def ancestors(self) -> "Iterator[FileBlock]":
        """The groups of statements round it, inner ones first, in the same function."""
        block = self.parent
        while block is not None:
            yield block
            block = block.parent

    def calls(self) -> "Iterator[FileCall]":
        """The calls in it, at any depth of the same function, in order."""
        inside = {self.number}
        blocks = self.file.summary.blocks
        for number in range(self.number + 1, len(blocks)):
            if blocks[number].parent in inside:
                inside.add(number)
        for number in self.file.calls_by_function.get(self.row.function, ()):
            call = self.file.call_at(number)
            if call.row.block in inside:
                yield call

    @cached_property
    def items(self) -> tuple[FileItem, ...]:
        """The context managers of a ``with``."""
        if self.kind not in (BlockKind.WITH, BlockKind.ASYNC_WITH):
            return ()
        return tuple(self._item(expression) for expression in self.row.items)

    def _item(self, expression: int) -> FileItem:
        file = self.file
        row = file.summary.expressions[expression]
        call = file.call_at(row[1]) if row[0] == Op.CALL else None
        qualified = file.names.qualified(expression, self.at) if call is None else call.qualified
        return FileItem(expression, qualified, file.names.type_of(expression, self.at), call)

    @property
    def handler(self) -> "FileHandler | None":
        """The block as an except handler; None for another kind."""
        return FileHandler(self) if self.kind is BlockKind.EXCEPT else None


class FileHandler:
    """An ``except`` clause; ``block`` is its body."""

    def __init__(self, block: FileBlock) -> None:
        self.block = block
        self.file = block.file

    @cached_property
    def caught(self) -> tuple[str | None, ...]:
        """The canonical names of the caught classes, None for unknown ones; ``BaseException`` for a bare one."""
        expression = self.block.row.subject
        if not expression:
            return ("BaseException",)
        row = self.file.summary.expressions[expression]
        parts = row[1:] if row[0] == Op.TUPLE else (expression,)
        return tuple(self.file.names.qualified(self._caught(part), self.block.at) for part in parts)

    def _caught(self, expression: int) -> int:
        """The class: also what a call gives it (``anyio.get_cancelled_exc_class()``) goes by the callee's name."""
        row = self.file.summary.expressions[expression]
        return self.file.summary.calls[row[1]].callee if row[0] == Op.CALL else expression

    @property
    def is_star(self) -> bool:
        """Whether the clause is an ``except*``."""
        row, column = self.block.position[:2]
        return _STAR.match(self.file.lines[row - 1].encode("utf-8", "surrogatepass")[column:]) is not None

    @property
    def code(self) -> "Code":
        """The definition round it; the whole file outside of definitions."""
        return self.block.function or self.file.whole

    @cached_property
    def node(self) -> "libcst.ExceptHandler | libcst.ExceptStarHandler | None":
        """The node of the clause, in the tree of ``code``."""
        import libcst

        line, column = self.block.position[:2]
        tree = self.code.tree
        return tree.node_at(libcst.ExceptHandler, line, column) or tree.node_at(libcst.ExceptStarHandler, line, column)

    @property
    def class_nodes(self) -> "list[libcst.BaseExpression]":
        """The nodes of the classes, as many as ``caught`` has; none of a bare clause."""
        import libcst

        caught = self.node.type if self.node else None
        if isinstance(caught, libcst.Tuple):
            return [element.value for element in caught.elements]
        return [caught] if caught else []

    def site_of(self, number: int) -> FileSite:
        """The place of a caught class; of the ``except`` for a bare clause, or where libcst refuses the text."""
        nodes = self.class_nodes
        site = self.code.site(nodes[number]) if number < len(nodes) else None
        return site or self.block

    @cached_property
    def body(self) -> FileBlock | None:
        """What the ``try`` tries."""
        blocks = self.file.summary.blocks
        parent = self.block.row.parent
        for number in range(self.block.number - 1, -1, -1):
            row = blocks[number]
            if row.parent == parent and row.kind is BlockKind.TRY:
                return self.file.block_at(number)
        return None

    @cached_property
    def siblings(self) -> "tuple[FileHandler, ...]":
        """All handlers of the same ``try``, this one among them."""
        blocks = self.file.summary.blocks
        body = self.body
        found: list[FileHandler] = []
        for number in range(body.number + 1 if body else 0, len(blocks)):
            row = blocks[number]
            if row.parent == self.block.row.parent:
                if row.kind is not BlockKind.EXCEPT:
                    break
                found.append(FileHandler(self.file.block_at(number)))
        return tuple(found)


def _last_match(header: re.Pattern[str], lines: list[str], line: int) -> int:
    """The last row up to a given one that starts as the pattern says; that one without any."""
    return next((row for row in range(min(line, len(lines)), 0, -1) if header.match(lines[row - 1])), line)
