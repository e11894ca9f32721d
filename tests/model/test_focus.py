"""Rows that people asked about."""

import pytest

from asynclint.model.focus import Focus


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (1, 2, False),
        (1, 3, True),
        (4, 4, True),
        (5, 9, True),
        (6, 9, False),
        (6, 10, True),
        (10, 99, True),
        (11, 99, False),
    ],
)
def test_rows(first: int, last: int, expected: bool) -> None:
    """A stretch counts when it shares a row."""
    focus = Focus({"/a.py": [(3, 5), (10, 10)], "/empty.py": []})
    assert focus.covers("/a.py", first, last) is expected
    assert not focus.covers("/b.py", first, last)
    assert focus.holds("/a.py")
    assert not focus.holds("/empty.py")


def test_files() -> None:
    """Every row of a file counts; less of a focus is a focus."""
    focus = Focus.on_files(["/a.py", "/b.py"])
    assert focus.covers("/a.py", 10**9, 10**9)
    assert not focus.within(["/b.py", "/c.py"]).holds("/a.py")
    assert focus.within(["/b.py", "/c.py"]).holds("/b.py")
