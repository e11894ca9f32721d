"""Where an expression of a libcst tree is evaluated, and which parentheses waiting for it needs there."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import libcst

_COMPREHENSIONS: Final = (libcst.ListComp, libcst.SetComp, libcst.DictComp)
_STATEMENTS_OF_A_VALUE: Final = (libcst.Expr, libcst.Assign, libcst.AnnAssign, libcst.AugAssign)


class Frame(NamedTuple):
    """The function whose code an expression belongs to, and how many comprehensions stand in between.

    ``function`` is None for a module and for code that can never wait: in a lambda, a class body or a generator
    expression, which would become an asynchronous generator.
    """

    function: libcst.FunctionDef | None
    comprehensions: int = 0


def frame(node: libcst.CSTNode, parents: Sequence[libcst.CSTNode]) -> Frame:
    """The frame in which a node with these parents, the nearest first, is evaluated."""
    path = [node, *parents]
    comprehensions = 0
    for at in range(1, len(path)):
        outer, inner = path[at], path[at - 1]
        if isinstance(outer, libcst.FunctionDef) and inner is outer.body:
            return Frame(outer, comprehensions)
        if isinstance(outer, libcst.Lambda | libcst.ClassDef) and inner is outer.body:
            break
        if isinstance(outer, libcst.GeneratorExp) and not _is_first_iterable(path, at):
            break
        if isinstance(outer, _COMPREHENSIONS) and not _is_first_iterable(path, at):
            comprehensions += 1
    return Frame(None)


def _is_first_iterable(path: Sequence[libcst.CSTNode], at: int) -> bool:
    """Whether the path enters a comprehension by what its first ``for`` goes through: that is evaluated outside."""
    first = path[at - 1]
    return at > 1 and isinstance(first, libcst.CompFor) and first.iter is path[at - 2] and _for_in(path[at]) is first


def _for_in(node: libcst.CSTNode) -> libcst.CSTNode | None:
    found: libcst.CSTNode | None = getattr(node, "for_in", None)
    return found


def await_needs_parentheses(node: libcst.BaseExpression, parent: libcst.CSTNode) -> bool:
    """Whether ``await`` before the node would take more than the node: ``f().name``, ``f()()`` and ``f()[0]``."""
    if node.lpar:
        return False
    return (
        (isinstance(parent, libcst.Attribute | libcst.Subscript) and parent.value is node)
        or (isinstance(parent, libcst.Call) and parent.func is node)
        or isinstance(parent, libcst.Await)
    )


def yield_needs_parentheses(node: libcst.BaseExpression, parent: libcst.CSTNode) -> bool:
    """Whether ``yield`` before the node is no statement by itself, and no value that a statement assigns."""
    return not (node.lpar or (isinstance(parent, _STATEMENTS_OF_A_VALUE) and parent.value is node))
