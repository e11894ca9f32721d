"""What stands in the handlers of a piece of code."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import children

if TYPE_CHECKING:
    import libcst as cst


def in_handlers(node: "cst.CSTNode", inside: bool = False) -> "Iterator[cst.CSTNode]":
    """All nodes in handlers below a node, the handlers too; with ``inside`` it stands in one itself."""
    import libcst as cst

    inside = inside or isinstance(node, cst.ExceptHandler | cst.ExceptStarHandler)
    if inside:
        yield node
    for child in children(node):
        yield from in_handlers(child, inside)
