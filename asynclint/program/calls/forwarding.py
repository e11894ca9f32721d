"""Arguments that a function has no parameter for and hands on, with its ``*args`` or ``**kwargs``, as it gets them."""

from collections.abc import Iterator

from asynclint.model.summary import Op
from asynclint.program.index import Index
from asynclint.program.nodes import FunctionNode

_ALL_POSITIONS = 2
_ALL_KEYWORDS = 4
"""The kinds of the parameters ``*args`` and ``**kwargs``."""


def handed_on(index: Index, function: FunctionNode, key: str, bound: bool) -> Iterator[tuple[int, str]]:
    """The calls in a function that get what its callers give as ``key``, a position or a keyword, and the key there.

    ``bound`` says that callers do not give the first parameter.
    """
    parameters = function.row.parameters
    named = [parameter.name for parameter in parameters if parameter.kind < _ALL_POSITIONS]
    wanted = _ALL_POSITIONS if key.isdigit() else _ALL_KEYWORDS
    rest = next((parameter.name for parameter in parameters if parameter.kind == wanted), None)
    place = int(key) - len(named) + bound if key.isdigit() else 0
    if rest is None or place < 0 or key in named:
        return
    summary = function.module.summary
    for number in index.calls_in(function):
        call = summary.calls[number]
        if not key.isdigit():
            given = call.keywords.get("**")
            if given is not None and tuple(summary.expressions[given]) == (Op.NAME, rest):
                yield number, key
            continue
        for position, argument in enumerate(call.arguments):
            row = summary.expressions[argument]
            if row[0] == Op.STARRED:
                if tuple(summary.expressions[row[1]]) == (Op.NAME, rest):
                    yield number, str(position + place)
                break
