"""The one normaliser for comparing a lowered tree with that of the running interpreter.

It drops what differs between the versions of Python, and nothing else:

* `type_comment` and `kind`, which nothing reads;
* positions inside f-strings, which were wrong before Python 3.12 (PEP 701);
* how the literal text of an f-string is cut into constants: Python 3.12 has empty ones in format specifications.
"""

import ast
from typing import Any

_DROPPED = frozenset({"type_comment", "kind"})
_POSITION = ("lineno", "col_offset", "end_lineno", "end_col_offset")


def first_difference(left: ast.AST, right: ast.AST, *, in_fstring: bool = False) -> str | None:
    """Where the normalised trees differ first, in words; None when they are equal."""
    if type(left) is not type(right):
        return f"{_where(left)}: {type(left).__name__} instead of {type(right).__name__}"
    if left._fields != right._fields:
        return f"{_where(left)}: {type(left).__name__} has the fields {left._fields} instead of {right._fields}"
    if not in_fstring:
        for name in _POSITION:
            if getattr(left, name, None) != getattr(right, name, None):
                found, wanted = getattr(left, name, None), getattr(right, name, None)
                return f"{_where(right)}: {name} of {type(left).__name__} is {found} instead of {wanted}"
    inside = in_fstring or isinstance(left, ast.JoinedStr)
    for name in left._fields:
        if name not in _DROPPED:
            one, other = getattr(left, name), getattr(right, name)
            if name == "values" and isinstance(left, ast.JoinedStr):
                one, other = _joined(one), _joined(other)
            difference = _compare(one, other, name, left, inside)
            if difference:
                return difference
    return None


def _compare(left: Any, right: Any, name: str, owner: ast.AST, inside: bool) -> str | None:
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return f"{_where(owner)}: {name} has {len(left)} elements instead of {len(right)}"
        for one, other in zip(left, right, strict=True):
            difference = _compare(one, other, name, owner, inside)
            if difference:
                return difference
        return None
    if isinstance(left, ast.AST) and isinstance(right, ast.AST):
        return first_difference(left, right, in_fstring=inside)
    if type(left) is not type(right) or (left != right and repr(left) != repr(right)):
        return f"{_where(owner)}: {name} of {type(owner).__name__} is {left!r:.200} instead of {right!r:.200}"
    if isinstance(left, float | complex) and repr(left) != repr(right):
        return f"{_where(owner)}: {name} is {left!r} instead of {right!r}"
    return None


def _joined(values: list[ast.expr]) -> list[ast.expr]:
    """The parts of an f-string with the neighbouring constants in one, and without empty ones."""
    result: list[ast.expr] = []
    for value in values:
        text = value.value if isinstance(value, ast.Constant) else None
        last = result[-1] if result else None
        if isinstance(text, str) and isinstance(last, ast.Constant) and isinstance(last.value, str):
            result[-1] = ast.Constant(value=last.value + text)
        elif text != "":
            result.append(value)
    return result


def _where(node: ast.AST) -> str:
    return f"line {getattr(node, 'lineno', '?')}, column {getattr(node, 'col_offset', '?')}"


def outline(node: Any, *, positions: bool = False) -> str:
    """A dump that is the same on every version of Python: without contexts, empty lists and absent values."""
    if isinstance(node, list):
        return "[" + ", ".join(outline(item, positions=positions) for item in node) + "]"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = [(name, getattr(node, name, None)) for name in node._fields if name not in _DROPPED | {"ctx", "simple"}]
    inside = ", ".join(
        f"{name}={outline(value, positions=positions)}" for name, value in fields if value is not None and value != []
    )
    place = ""
    if positions and hasattr(node, "lineno"):
        place = "@" + ".".join(str(getattr(node, name)) for name in _POSITION)
    return f"{type(node).__name__}{place}({inside})"
