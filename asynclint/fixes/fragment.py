"""A stretch of whole rows as a libcst tree whose nodes know where they stand in the file."""

from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

import libcst

from asynclint.flow.children import children
from asynclint.syntax import concrete, lower

_Node = TypeVar("_Node", bound=libcst.CSTNode)
_WRAPPER = "if 1:\n"


class CannotFix(Exception):  # noqa: N818 - it names a state of the code, not a fault of the program
    """The code at hand cannot be mended automatically; the finding then has no fix."""


class Fragment:
    """The tree of the rows between two offsets of a text, which start and end with statements.

    Only these rows are parsed, which for a function of a long file is much faster than parsing the file.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        """Raises CannotFix if libcst cannot parse the rows."""
        rows = text[start:end]
        wrapper = _WRAPPER if rows[:1] in (" ", "\t") else ""
        self._shift = start - len(wrapper)
        self._spans: dict[libcst.CSTNode, tuple[int, int]] = {}
        wrapped = f"{wrapper}{rows}"
        try:
            self.module = concrete.parse_module(wrapped)
            lower.lower(self.module, wrapped, spans=self._spans)
        except (concrete.Refused, lower.Unlowerable, RecursionError, MemoryError, ValueError):
            raise CannotFix from None

    def find(self, kind: type[_Node], start: int, end: int) -> _Node:
        """The node of a class that stands exactly there, parentheses round it not counted. Raises CannotFix."""
        for node, (first, last) in self._spans.items():
            if isinstance(node, kind) and (first + self._shift, last + self._shift) == (start, end):
                return node
        raise CannotFix

    def nodes(self, kind: type[_Node]) -> Iterator[_Node]:
        """The nodes of a class, inner ones before outer ones."""
        return (node for node in self._spans if isinstance(node, kind))

    def span(self, node: libcst.CSTNode) -> tuple[int, int]:
        """The offsets of a node in the file, without parentheses round it. Raises CannotFix for whitespace and such."""
        found = self._spans.get(node)
        if found is None:
            raise CannotFix
        return found[0] + self._shift, found[1] + self._shift

    def parents(self, node: libcst.CSTNode) -> list[libcst.CSTNode]:
        """What encloses a node, from the nearest outwards."""
        found = []
        while node in self._parents:
            node = self._parents[node]
            found.append(node)
        return found

    def __contains__(self, node: libcst.CSTNode) -> bool:
        return node in self._spans or node in self._parents

    @cached_property
    def _parents(self) -> dict[libcst.CSTNode, libcst.CSTNode]:
        parents: dict[libcst.CSTNode, libcst.CSTNode] = {}
        waiting: list[libcst.CSTNode] = [self.module]
        while waiting:
            node = waiting.pop()
            for child in children(node):
                parents[child] = node
                waiting.append(child)
        return parents
