"""Lowers strings: plain, bytes, f-strings (PEP 701), t-strings (PEP 750), and their implicit concatenation."""

import ast
from collections.abc import Sequence
from typing import Any

import libcst as cst

from asynclint.syntax import literals, newer
from asynclint.syntax.comments import comments
from asynclint.syntax.positions import LOAD, Cursor, Handler, Unlowerable

# libcst before 1.8.3 has no classes for t-strings.
_TEMPLATED: list[type[cst.CSTNode]] = [
    getattr(cst, name)
    for name in ("TemplatedString", "TemplatedStringText", "TemplatedStringExpression")
    if hasattr(cst, name)
]
_TEMPLATE: tuple[type[cst.CSTNode], ...] = tuple(_TEMPLATED[:1])
_FORMATTED: tuple[type[cst.CSTNode], ...] = (cst.FormattedString, *_TEMPLATE)
_TEXT: tuple[Any, ...] = (cst.FormattedStringText, *_TEMPLATED[1:2])
_FIELD: tuple[Any, ...] = (cst.FormattedStringExpression, *_TEMPLATED[2:])


def _simple(cursor: Cursor, node: cst.SimpleString, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context)
    value, kind = _value(node)
    cursor.position = start + len(node.value)
    return cursor.place(ast.Constant(value=value, kind=kind), start)


def _formatted(cursor: Cursor, node: Any, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context)
    values: list[ast.expr] = []
    _pieces(cursor, node, values)
    return _joined(cursor, values, isinstance(node, _TEMPLATE), start)


def _concatenated(cursor: Cursor, node: cst.ConcatenatedString, start: int, context: ast.expr_context) -> ast.expr:
    _only_read(context)
    parts: list[cst.BaseString] = []
    rest: cst.BaseString = node
    while isinstance(rest, cst.ConcatenatedString):
        parts.append(rest.left)
        rest = rest.right
    parts.append(rest)
    plain = [_value(part) for part in parts if isinstance(part, cst.SimpleString)]
    if len(plain) == len(parts):
        for part in parts:
            _take_plain(cursor, part)
        return cursor.place(ast.Constant(value=_sum([value for value, _ in plain]), kind=plain[0][1]), start)
    templates = sum(isinstance(part, _TEMPLATE) for part in parts)
    if templates and templates < len(parts):
        raise Unlowerable("t-strings cannot be concatenated with other strings")
    values: list[ast.expr] = []
    for part in parts:
        if isinstance(part, cst.SimpleString):
            value, kind = _value(part)
            if not isinstance(value, str):
                raise Unlowerable("bytes cannot be concatenated with strings")
            _append_text(cursor, values, value, _take_plain(cursor, part), kind)
        elif isinstance(part, _FORMATTED):
            cursor.start()
            _pieces(cursor, part, values)
    return _joined(cursor, values, templates > 0, start)


def _take_plain(cursor: Cursor, part: cst.BaseString) -> int:
    start = cursor.start()
    if isinstance(part, cst.SimpleString):
        cursor.position += len(part.value)
        cursor.note(part, start)
    return start


def _value(node: cst.SimpleString) -> tuple[str | bytes, str | None]:
    """The value and the kind (`u` or None) of a string that is not formatted."""
    spelled = node.value
    quote = spelled[-1]
    opening = spelled.index(quote)
    prefix = spelled[:opening].lower()
    width = 3 if spelled.startswith(quote * 3, opening) and len(spelled) >= opening + 6 else 1
    body = spelled[opening + width : -width]
    if not prefix:
        return literals.text(body, raw=False), None
    if "b" in prefix:
        return literals.octets(body, raw="r" in prefix), None
    return literals.text(body, raw="r" in prefix), "u" if spelled[0] == "u" else None


def _sum(values: Sequence[str | bytes]) -> str | bytes:
    strings = [value for value in values if isinstance(value, str)]
    octets = [value for value in values if isinstance(value, bytes)]
    if strings and octets:
        raise Unlowerable("bytes cannot be concatenated with strings")
    return b"".join(octets) if octets else "".join(strings)


def _joined(cursor: Cursor, values: list[ast.expr], template: bool, start: int) -> ast.expr:
    if template:
        return cursor.place(newer.TemplateStr(values=values), start)
    return cursor.place(ast.JoinedStr(values=values), start)


def _pieces(cursor: Cursor, node: Any, values: list[ast.expr]) -> None:
    """Lowers the parts of one formatted string, the cursor being at its start, and appends them to `values`."""
    begin = cursor.position
    cursor.position += len(node.start)
    _parts(cursor, node.parts, "r" in node.start.lower(), isinstance(node, _TEMPLATE), values)
    if not cursor.text.startswith(node.end, cursor.position):
        raise Unlowerable("the end of a formatted string is not where it was expected")
    cursor.position += len(node.end)
    cursor.note(node, begin)


def _parts(cursor: Cursor, parts: Sequence[Any], raw: bool, template: bool, values: list[ast.expr]) -> list[ast.expr]:
    for part in parts:
        if isinstance(part, _TEXT):
            start = cursor.position
            cursor.position += len(part.value)
            _append_text(cursor, values, literals.text(_unbraced(part.value), raw), start, None)
        elif isinstance(part, _FIELD):
            _field(cursor, part, raw, template, values)
    return values


def _unbraced(text: str) -> str:
    if "{{" in text or "}}" in text:
        return text.replace("{{", "{").replace("}}", "}")
    return text


def _append_text(cursor: Cursor, values: list[ast.expr], text: str, start: int, kind: str | None) -> None:
    """Appends literal text, which goes from `start` to the cursor, as one constant with the text before it."""
    if not text:
        return
    last = values[-1] if values else None
    if isinstance(last, ast.Constant) and isinstance(last.value, str):
        last.value += text
        last.end_lineno, last.end_col_offset = cursor.location(cursor.position)
    else:
        values.append(cursor.place(ast.Constant(value=text, kind=kind), start))


def _field(cursor: Cursor, node: Any, raw: bool, template: bool, values: list[ast.expr]) -> None:
    start = cursor.take("{")
    inside = cursor.position
    value = cursor.expression(node.expression)
    after = cursor.position
    conversion = ord(node.conversion) if node.conversion else -1
    if node.equal is not None:
        cursor.take("=")
        cursor.start()
        _append_text(cursor, values, _spelled(cursor, inside, cursor.position), inside, None)
        if node.conversion is None and node.format_spec is None:
            conversion = ord("r")
    if node.conversion is not None:
        cursor.take("!")
        cursor.take(node.conversion)
    specification: ast.expr | None = None
    if node.format_spec is not None:
        colon = cursor.take(":")
        # In a t-string, too, the fields of a format specification are those of an f-string.
        specification = _joined(cursor, _parts(cursor, node.format_spec, raw, False, []), False, colon)
    cursor.take("}")
    if template:
        text = _spelled(cursor, inside, after)
        values.append(
            cursor.place(
                newer.Interpolation(value=value, str=text, conversion=conversion, format_spec=specification), start
            )
        )
    else:
        values.append(
            cursor.place(ast.FormattedValue(value=value, conversion=conversion, format_spec=specification), start)
        )
    cursor.note(node, start)


def _spelled(cursor: Cursor, start: int, end: int) -> str:
    """The source text of an expression in a field, as it is shown at run time: without comments."""
    spelled = cursor.text[start:end]
    if "#" in spelled:
        for begin, stop in reversed(list(comments(spelled))):
            spelled = spelled[:begin] + spelled[stop:]
    return literals.text(spelled, raw=True)


def _only_read(context: ast.expr_context) -> None:
    if context is not LOAD:
        raise Unlowerable("a string cannot be assigned to or deleted")


HANDLERS: dict[type[cst.CSTNode], Handler] = {
    cst.SimpleString: _simple,
    cst.FormattedString: _formatted,
    **dict.fromkeys(_TEMPLATE, _formatted),
    cst.ConcatenatedString: _concatenated,
}
