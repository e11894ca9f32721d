"""The nodes of one scope."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.flow.children import children

if TYPE_CHECKING:
    import libcst as cst


def nodes_of_scope(node: "cst.CSTNode") -> "Iterator[cst.CSTNode]":
    """A node and those below it, in the order of the source, without the functions, lambdas and classes further in."""
    import libcst as cst

    waiting = [node]
    while waiting:
        following = waiting.pop()
        yield following
        waiting.extend(
            child
            for child in reversed(children(following))
            if not isinstance(child, cst.FunctionDef | cst.ClassDef | cst.Lambda)
        )
