"""A finding stays the same one while only its surroundings change."""

import pytest

from asynclint.model.identity import normalised


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("time.sleep(1)", "    time.sleep( 1 )  # why"),
        ("f(a, b)", "f(\n    a,\n    b,\n)"),
        ("f('a')", 'f("a")'),
        ("x = 1", "x \\\n    = 1"),
        ("f(r'a', b'b')", 'f(r"a", b"b")'),
    ],
)
def test_layout_means_nothing(before: str, after: str) -> None:
    """What formatters change does not change the statement."""
    assert normalised(before.split("\n")) == normalised(after.split("\n"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f(1)", "f(2)"),
        ("f('a b')", "f('ab')"),
        ("not x", "notx"),
        ("f('#')", "f('')"),
        ("'''a\n  b'''", "'''a\nb'''"),
        ("f('a\"')", "f('a')"),
    ],
)
def test_other_statements_differ(one: str, other: str) -> None:
    """Strings are compared as they are."""
    assert normalised(one.split("\n")) != normalised(other.split("\n"))


def test_readable() -> None:
    """People see it in a baseline."""
    assert normalised(["return  await   g.f( x , y=1 )  # z"]) == "return await g.f(x,y=1)"


def test_long_statements_are_cut() -> None:
    """The end of a long statement still counts."""
    one, other = (normalised([f"f({'a, ' * 500}{last})"]) for last in "bc")
    assert len(one) < 200
    assert one != other


def test_unfinished_statement() -> None:
    """The header of a block, and rows that begin within brackets, are statements too."""
    assert normalised(["with open(p) as f:"]) == "with open(p) as f:"
    assert normalised(["a), 'b", "c"]) == "a),'b c"
