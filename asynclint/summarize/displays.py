"""Displays and comprehensions: what is used with the container that holds it."""

import ast
from typing import Final

from asynclint.model.summary import UNKNOWN, BlockKind, ExpressionId, Op, Via
from asynclint.summarize.reader import ExpressionReader, Reader
from asynclint.summarize.usages import ASYNC_ITERATED, ITERATED, TESTED, Usage, through

_WIDEST_DISPLAY = 64

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def _elements(reader: Reader, elements: list[ast.expr], usage: Usage) -> list[ExpressionId]:
    inner = through(usage, Via.DISPLAY)
    readers = reader.readers
    return [readers[type(element)](reader, element, inner) for element in elements][:_WIDEST_DISPLAY]


def _tuple(reader: Reader, node: ast.Tuple, usage: Usage) -> ExpressionId:
    return reader.row((Op.TUPLE, *_elements(reader, node.elts, usage)))


def _list(reader: Reader, node: ast.List, usage: Usage) -> ExpressionId:
    return reader.row((Op.LIST, *_elements(reader, node.elts, usage)))


def _set(reader: Reader, node: ast.Set, usage: Usage) -> ExpressionId:
    return reader.row((Op.SET, *_elements(reader, node.elts, usage)))


def _dict(reader: Reader, node: ast.Dict, usage: Usage) -> ExpressionId:
    inner = through(usage, Via.DISPLAY)
    parts: list[ExpressionId] = []
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            reader.expression(value)
        else:
            parts.append(reader.expression(key))
            parts.append(reader.expression(value, inner))
    return reader.row((Op.DICT, *parts[:_WIDEST_DISPLAY]))


def _comprehension(reader: Reader, node: Comprehension, usage: Usage) -> ExpressionId:
    tables, outer = reader.tables, reader.block
    first = reader.operand(node.generators[0].iter, _iteration(node.generators[0]))
    reader.block = inside = tables.add_block(
        outer, BlockKind.COMPREHENSION, reader.scope.index, node.lineno, node.end_lineno or node.lineno,
        UNKNOWN if node.generators[0].is_async else first,
    )  # fmt: skip
    tables.blocks[inside].column = node.col_offset
    for position, generator in enumerate(node.generators):
        iterable = reader.operand(generator.iter, _iteration(generator)) if position else first
        if generator.is_async:
            reader.suspended()
        reader.target(generator.target, reader.row((Op.ASYNC_ITEM_OF if generator.is_async else Op.ITEM_OF, iterable)))
        for condition in generator.ifs:
            reader.expression(condition, TESTED)
    inner = through(usage, Via.COMPREHENSION)
    if isinstance(node, ast.DictComp):
        reader.expression(node.key)
        element = reader.expression(node.value, inner)
    else:
        element = reader.expression(node.elt, inner)
    if tables.blocks[inside].suspends:
        tables.blocks[outer].suspends = True
    reader.block = outer
    return reader.row((Op.COMPREHENSION, _KINDS[type(node)], element, inside))


_KINDS: Final[dict[type, str]] = {
    ast.ListComp: "list",
    ast.SetComp: "set",
    ast.DictComp: "dict",
    ast.GeneratorExp: "generator",
}


def _iteration(generator: ast.comprehension) -> Usage:
    return ASYNC_ITERATED if generator.is_async else ITERATED


def _starred(reader: Reader, node: ast.Starred, usage: Usage) -> ExpressionId:
    inner = ITERATED if isinstance(node.value, ast.Call) else through(usage, Via.STARRED)
    return reader.row((Op.STARRED, reader.expression(node.value, inner)))


DISPLAYS: Final[dict[type, ExpressionReader]] = {
    ast.Tuple: _tuple,
    ast.List: _list,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Starred: _starred,
    **dict.fromkeys(_KINDS, _comprehension),
}
"""How a display, a comprehension or an unpacking is read."""
