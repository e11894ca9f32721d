"""The nodes of a file that is to be fixed: where they are, what encloses them, how code waits there."""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import libcst

from asynclint.fixes.contexts import frame
from asynclint.fixes.fragment import CannotFix, Fragment
from asynclint.fixes.frameworks import choose, frameworks
from asynclint.fixes.text import Text
from asynclint.model.findings import Finding
from asynclint.model.summary import FileSummary, Function, FunctionKind
from asynclint.summarize.view import FileView
from asynclint.syntax.source import Source

if TYPE_CHECKING:
    from asynclint.program.nodes import FunctionNode
    from asynclint.program.program import Program

_Node = TypeVar("_Node", bound=libcst.CSTNode)
_Statement = libcst.BaseSmallStatement | libcst.BaseCompoundStatement

_LOCK = re.compile(r"(?<![bc])lock|mutex|semaphore", re.IGNORECASE)
_ASYNC_COMPREHENSIONS_NEST = (3, 11)
_DEFINITIONS = frozenset(
    {FunctionKind.PLAIN, FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR, FunctionKind.GENERATOR}
)


class FileNodes(FileView):
    """One file whose findings are to be mended, with the linked program.

    Nodes are libcst nodes of a tree that is made of the function round the finding only (of the whole file, outside
    of functions). Methods raise ``CannotFix`` for what is not there.
    """

    def __init__(
        self,
        source: Source,
        summary: FileSummary,
        target_version: tuple[int, int],
        program: "Program",
        *,
        uses_threads: bool = False,
    ) -> None:
        super().__init__(source, summary, target_version)
        self.program = program
        self.uses_threads = uses_threads
        self.text = Text(source.text, source.newline)
        self._fragments: dict[tuple[int, int], Fragment] = {}

    def node(self, kind: type[_Node], finding: Finding) -> _Node:
        """The node of a class that the finding spans exactly; parentheses round it do not count."""
        start, end = self.text.offset(finding.location), self.text.offset(finding.end_location)
        return self._fragment_at(finding.location.row).find(kind, start, end)

    def starting(self, kind: type[_Node], finding: Finding) -> _Node:
        """The innermost node of a class that starts where the finding does."""
        fragment = self._fragment_at(finding.location.row)
        start = self.text.offset(finding.location)
        for node in fragment.nodes(kind):
            if fragment.span(node)[0] == start:
                return node
        raise CannotFix

    def expression(self, finding: Finding) -> libcst.BaseExpression:
        """The expression that the finding spans, whatever it is."""
        return self.node(libcst.BaseExpression, finding)  # type: ignore[type-abstract] # only asked for as a type

    def class_round(self, finding: Finding) -> libcst.ClassDef:
        """The innermost class in whose body the finding stands."""
        row = finding.location.row
        rows = [(one.line, one.end_line) for one in self.summary.classes if one.line < row <= one.end_line]
        if not rows:
            raise CannotFix
        found = self._fragment_of_rows(max(rows))
        start = max(rows)[0]
        return next(one for one in found.nodes(libcst.ClassDef) if self.text.location(found.span(one)[0]).row == start)

    def call(self, finding: Finding) -> libcst.Call:
        """The call that the finding spans."""
        return self.node(libcst.Call, finding)

    @staticmethod
    def argument(call: libcst.Call, key: str) -> libcst.BaseExpression | None:
        """The argument of a call at a position or of a keyword."""
        if key.isdigit():
            plain = [one for one in call.args if one.keyword is None]
            position = int(key)
            return plain[position].value if position < len(plain) and not any(one.star for one in plain) else None
        return next((one.value for one in call.args if one.keyword is not None and one.keyword.value == key), None)

    def parents(self, node: libcst.CSTNode) -> Sequence[libcst.CSTNode]:
        """What encloses the node, from the nearest outwards."""
        return self._fragment_of(node).parents(node)

    def parent(self, node: libcst.CSTNode) -> libcst.CSTNode:
        """What encloses the node directly."""
        return self.parents(node)[0]

    def statement(self, node: libcst.CSTNode) -> _Statement:
        """The innermost statement that the node is part of; the node itself if it is one."""
        for one in (node, *self.parents(node)):
            if isinstance(one, _Statement):
                return one
        raise CannotFix

    def span(self, node: libcst.CSTNode) -> tuple[int, int]:
        """The offsets of the node in the text, without parentheses round it."""
        return self._fragment_of(node).span(node)

    def indentation(self, node: libcst.CSTNode) -> str:
        """The white space by which a block inside the node's statement is indented further."""
        module = self._fragment_of(node).module
        own = next(
            (one.indent for one in self.parents(node) if isinstance(one, libcst.IndentedBlock) and one.indent), None
        )
        return own or module.default_indent

    def row(self, node: libcst.CSTNode) -> int:
        """The row in which the node starts."""
        return self.text.location(self.span(node)[0]).row

    def code(self, node: libcst.CSTNode) -> str:
        """The text of the node as the file has it, without parentheses round it."""
        start, end = self.span(node)
        return self.source.text[start:end]

    def waits_with(self, node: libcst.CSTNode) -> str:
        """``await`` in a coroutine, ``yield`` in a generator that Tornado or Twisted drives. Else raises CannotFix."""
        function, comprehensions = frame(node, self.parents(node))
        if function is None:
            raise CannotFix
        if function.asynchronous is not None:
            if comprehensions > 1 and self.target_version < _ASYNC_COMPREHENSIONS_NEST:
                raise CannotFix
            return "await"
        known = self.function(function)
        if comprehensions or known is None or self.program.driver(known) is None:
            raise CannotFix
        return "yield"

    def holds_lock(self, node: libcst.CSTNode) -> bool:
        """Whether a plain ``with`` round the node enters what is called a lock, which a thread would be kept from."""
        for one in self.parents(node):
            if isinstance(one, libcst.FunctionDef | libcst.Lambda):
                return False
            items = one.items if isinstance(one, libcst.With) and one.asynchronous is None else ()
            if any(_LOCK.search(self.code(item.item)) for item in items):
                return True
        return False

    def framework(self, node: libcst.CSTNode) -> str:
        """The framework on whose loop the node runs: asyncio, anyio, trio, tornado, twisted or curio.

        Raises CannotFix where it may be several.
        """
        function, _ = frame(node, self.parents(node))
        known = self.function(function) if function is not None else None
        driver = self.program.driver(known) if known is not None else None
        found = driver or choose(frameworks(self.summary.modules) or frameworks(self.program.imported))
        if found is None:
            raise CannotFix
        return found

    def function(self, node: libcst.FunctionDef) -> "FunctionNode | None":
        """What the program knows of a definition."""
        start, _ = self._fragment_of(node).span(node)
        module = self.program.index.by_path.get(self.filename)
        row = self.text.location(start).row
        for function in module.functions if module is not None else ():
            if function.row.line == row and function.row.kind in _DEFINITIONS and function.row.name == node.name.value:
                return function
        return None

    def _fragment_at(self, row: int) -> Fragment:
        function = next((one for one in self._outermost if one.line <= row <= one.end_line), None)
        return self._fragment_of_rows((1, len(self.lines)) if function is None else (function.line, function.end_line))

    def _fragment_of_rows(self, rows: tuple[int, int]) -> Fragment:
        if rows not in self._fragments:
            start, end = self.text.row_start(rows[0]), self.text.row_start(rows[1] + 1)
            self._fragments[rows] = Fragment(self.source.text, start, end)
        return self._fragments[rows]

    def _fragment_of(self, node: libcst.CSTNode) -> Fragment:
        return next(fragment for fragment in self._fragments.values() if node in fragment)

    @cached_property
    def _outermost(self) -> list[Function]:
        """The functions that stand in no other one."""
        found: list[Function] = []
        for row in sorted(self.summary.functions, key=lambda one: one.line):
            inside = bool(found) and row.line <= found[-1].end_line
            if row.kind in _DEFINITIONS and not inside:
                found.append(row)
        return found
