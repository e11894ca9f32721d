"""Blocks: what they are about, how they end, and whether they suspend."""

import pytest

from asynclint.model.summary import BlockKind, Op
from tests.summarize.summaries import block, calls, function, summary, values


def test_blocks() -> None:
    """Each nested group of statements is a block of its kind inside the one round it."""
    found = summary(
        """
        if a:
            for b in c:
                while d:
                    with e:
                        f
        else:
            pass
        try:
            pass
        except E:
            pass
        else:
            pass
        finally:
            pass
        match g:
            case 1:
                pass
        """
    )
    order = [BlockKind.BODY, BlockKind.IF, BlockKind.FOR, BlockKind.WHILE, BlockKind.WITH]
    inner = block(found, BlockKind.WITH)
    chain = [inner.kind]
    while inner.parent >= 0:
        inner = found.blocks[inner.parent]
        chain.append(inner.kind)
    assert chain[::-1] == order
    rest = {row.kind for row in found.blocks} - set(order)
    assert rest == {
        BlockKind.ELSE,
        BlockKind.TRY,
        BlockKind.EXCEPT,
        BlockKind.TRY_ELSE,
        BlockKind.FINALLY,
        BlockKind.CASE,
    }


def test_block_subjects() -> None:
    """The test, the iterable, the caught class and the first context are the subjects of their blocks."""
    found = summary("if a: pass\nfor x in b: pass\ntry: pass\nexcept c: pass\nwith d, e: pass\n")
    kinds = (BlockKind.IF, BlockKind.FOR, BlockKind.EXCEPT, BlockKind.WITH)
    assert [found.expressions[block(found, kind).subject] for kind in kinds] == [(Op.NAME, name) for name in "abcd"]
    assert [found.expressions[item] for item in block(found, BlockKind.WITH).items] == [(Op.NAME, "d"), (Op.NAME, "e")]
    assert [found.expressions[item] for item in block(found, BlockKind.TRY).items] == [(Op.NAME, "c")]


def test_if_and_else_share_their_subject() -> None:
    """Both branches name the same test, so that they can be told to exclude each other."""
    found = summary("if a:\n    b\nelse:\n    c\n")
    assert block(found, BlockKind.IF).subject == block(found, BlockKind.ELSE).subject != 0


@pytest.mark.parametrize(
    ("last", "leaves"), [("return", True), ("raise", True), ("break", True), ("continue", True), ("pass", False)]
)
def test_leaving(last: str, leaves: bool) -> None:
    """A block leaves when its last statement does."""
    found = summary(f"def f():\n    while x:\n        if a:\n            b\n            {last}\n")
    assert block(found, BlockKind.IF).leaves is leaves


@pytest.mark.parametrize(
    ("statement", "suspends"),
    [
        ("await x", True),
        ("yield", True),
        ("async for x in y: pass", True),
        ("async with x: pass", True),
        ("x()", False),
        ("lambda: (yield)", False),
    ],
)
def test_suspending(statement: str, suspends: bool) -> None:
    """A block suspends when something in it does, at any depth of the same function."""
    found = summary(f"async def f():\n    if a:\n        if b:\n            {statement}\n    with c: pass\n")
    assert [row.suspends for row in found.blocks if row.kind is BlockKind.IF] == [suspends] * 2
    assert function(found, "f").suspends is suspends
    assert not block(found, BlockKind.WITH).suspends


def test_nested_function_does_not_suspend_the_outer_one() -> None:
    """An ``await`` in a function inside is not one of the function round it."""
    assert not function(summary("async def f():\n    async def g():\n        await x\n"), "f").suspends


def test_except_star() -> None:
    """The groups of ``except*`` are handlers as others are."""
    found = summary("try:\n    c()\nexcept* E as x:\n    pass\n")
    assert [row[0] for row in values(found, function(found, "").bindings["x"])] == [Op.CAUGHT]
    assert found.blocks[calls(found, "c")[0].block].kind is BlockKind.TRY
