"""`except A, B:` without parentheses (PEP 758, Python 3.14) for an older standard parser, at the price of one parse.

Each comma of such a handler is replaced by `|`, one character for one, so that every position in the file stays as it
is. The standard parser then sees `A | B`, whose positions are those of the tuple of Python 3.14, and the tuple is put
in its place.
"""

import ast
import re
from collections.abc import Iterator

from asynclint.syntax.source import line_ends

_HINT = re.compile(r"except[ \t*][^()\n\r:]*,")
_NAME = r"[^\W\d]\w*(?:[ \t]*\.[ \t]*[^\W\d]\w*)*"
_HANDLER = re.compile(rf"(?<![^\n\r])[ \t\f]*except(?:[ \t]*\*[ \t]*|[ \t]+)({_NAME}(?:[ \t]*,[ \t]*{_NAME})+)[ \t]*:")


def expected(text: str) -> bool:
    """Whether such handlers seem to stand in `text`, seen quickly; they may lie in strings."""
    return _HINT.search(text) is not None


def parse(text: str) -> ast.Module | None:
    """The tree of `text` when nothing but handlers without parentheses was in the way; otherwise None.

    Only handlers of plain and dotted names count: those are all that is written in practice.
    """
    spots = [match.span(1) for match in _HANDLER.finditer(text)]
    if not spots:
        return None
    try:
        tree = ast.parse(_rewritten(text, spots))
        wanted = _handlers(tree, text, spots)
        if len(wanted) < len(spots):  # The other spots lie in strings, which have to stay as they are.
            spots = list(wanted)
            tree = ast.parse(_rewritten(text, spots))
            wanted = _handlers(tree, text, spots)
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        return None
    if len(wanted) < len(spots):
        return None
    for handler in wanted.values():
        handler.type = _tuple(handler.type)
    return tree


def _rewritten(text: str, spots: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in spots:
        parts += (text[done:start], text[start:end].replace(",", "|"))
        done = end
    parts.append(text[done:])
    return "".join(parts)


def _handlers(tree: ast.Module, text: str, spots: list[tuple[int, int]]) -> dict[tuple[int, int], ast.ExceptHandler]:
    """Which of `spots` are the types of handlers of `tree`, with the handler."""
    starts = {1 + line_ends(text, 0, start): (start, end) for start, end in spots}
    found: dict[tuple[int, int], ast.ExceptHandler] = {}
    for node in _statements(tree):
        if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.BinOp) and node.type.lineno in starts:
            found[starts[node.type.lineno]] = node
    return dict(sorted(found.items()))


def _statements(tree: ast.Module) -> Iterator[ast.AST]:
    """All statements, handlers and cases. Expressions, which hold none of them, are most of a tree."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        for field in ("body", "handlers", "orelse", "finalbody", "cases"):
            waiting += getattr(node, field, ())


def _tuple(chain: ast.expr | None) -> ast.expr | None:
    """`A | B | C` as the tuple `A, B, C`, at the same place."""
    elements: list[ast.expr] = []
    part = chain
    while isinstance(part, ast.BinOp):
        elements.insert(0, part.right)
        part = part.left
    if part is None or chain is None:
        return chain
    elements.insert(0, part)
    return ast.copy_location(ast.Tuple(elts=elements, ctx=ast.Load()), chain)
