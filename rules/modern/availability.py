"""Code that only runs where something is there: below a test of the version, or in a ``try`` that does without it."""

from collections.abc import Collection, Iterator
from typing import Any, Final

from asynclint.model.summary import BlockKind, FileSummary, FunctionKind, Op

ABSENCE: Final = frozenset({"AttributeError", "ImportError", "ModuleNotFoundError", "NameError"})
"""What is raised where a name is not there."""

_TESTS: Final = (BlockKind.IF, BlockKind.ELSE, BlockKind.CONDITIONAL)


def is_optional(summary: FileSummary, function: int, block: int, absence: Collection[str] = ABSENCE) -> bool:
    """Whether a place is provided for: by a test round it, or a handler of one of some exceptions.

    The place is given by the numbers of its function and its block; what stands round that function counts as well.
    """
    return any(
        _tests_version(summary, inner) or _does_without(summary, inner, absence)
        for inner in _blocks_round(summary, function, block)
    )


def is_skipped(summary: FileSummary, function: int) -> bool:
    """Whether a function, or one round it, has a decorator that asks for the version (``pytest.mark.skipif``)."""
    while function >= 0:
        decorators = (summary.expressions[one] for one in summary.functions[function].decorators)
        if any(one[0] == Op.CALL and _names_version(summary, [*summary.calls[one[1]].arguments]) for one in decorators):
            return True
        function = _outer(summary, function)
    return False


def _blocks_round(summary: FileSummary, function: int, block: int) -> Iterator[int]:
    """The numbers of the blocks round a place, inner ones first, also those round its function and its class."""
    while function >= 0:
        while block >= 0:
            yield block
            block = summary.blocks[block].parent
        outer = _outer(summary, function)
        block = _block_of(summary, outer, function)
        function = outer


def _outer(summary: FileSummary, function: int) -> int:
    """The number of the function round a function, or of the body of its class; -1 for the module."""
    row = summary.functions[function]
    if row.owner < 0:
        return row.parent
    owner = summary.classes[row.owner]
    return owner.parent if row.kind is FunctionKind.CLASS_BODY else owner.body


def _block_of(summary: FileSummary, outer: int, function: int) -> int:
    """The number of the block in which a function or class is defined; -1 where that is not known."""
    if outer >= 0:
        for binding in summary.functions[outer].bindings.get(summary.functions[function].name, ()):
            defined = summary.expressions[binding.value]
            if defined == (Op.FUNCTION, function):
                return binding.block
            if defined[0] == Op.CLASS and summary.classes[defined[1]].body == function:
                return binding.block
    return -1


def _tests_version(summary: FileSummary, block: int) -> bool:
    """Whether a block is a branch of a test that asks for the version, or for what asyncio has."""
    row = summary.blocks[block]
    return row.kind in _TESTS and _names_version(summary, [row.subject, *row.items])


def _does_without(summary: FileSummary, block: int, absence: Collection[str]) -> bool:
    """Whether a block is tried, with a handler for the absence of a name, or is such a handler."""
    row = summary.blocks[block]
    if row.kind is BlockKind.TRY:
        return any(_names_one(summary, one, absence) for one in row.items)
    return row.kind is BlockKind.EXCEPT and _names_one(summary, row.subject, absence)


def _names_one(summary: FileSummary, caught: int, names: Collection[str]) -> bool:
    row = summary.expressions[caught]
    if row[0] == Op.TUPLE:
        return any(_names_one(summary, one, names) for one in row[1:])
    return row[0] == Op.NAME and row[1] in names


def _names_version(summary: FileSummary, waiting: list[int]) -> bool:
    """Whether some expressions ask for the version of Python, or of something else, or for what asyncio has."""
    while waiting:
        row: Any = summary.expressions[waiting.pop()]
        if row[0] in (Op.NAME, Op.ATTRIBUTE) and "version" in str(row[-1]).lower():
            return True
        if row[0] == Op.NAME and str(row[1]).upper().startswith("PY"):
            return True
        if row[0] == Op.CALL and _asks_asyncio(summary, row[1]):
            return True
        if row[0] == Op.BINARY:
            waiting += row[2:]
        elif row[0] == Op.UNION:
            waiting += row[1:]
        elif row[0] in (Op.SUBSCRIPT, Op.ATTRIBUTE):
            waiting.append(row[1])
    return False


def _asks_asyncio(summary: FileSummary, number: int) -> bool:
    """Whether a call is ``hasattr`` of ``asyncio`` or of something in it."""
    call = summary.calls[number]
    row: Any = summary.expressions[call.arguments[0]] if call.name == "hasattr" and call.arguments else ("",)
    while row[0] == Op.ATTRIBUTE:
        row = summary.expressions[row[1]]
    return bool(row == (Op.NAME, "asyncio"))
