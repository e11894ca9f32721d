"""Suppression comments are rows, and each knows the row that it concerns."""

import pytest

from tests.summarize.summaries import summary


@pytest.mark.parametrize(
    ("text", "line", "target", "own_line"),
    [
        ("x = 1  # noqa: AL101\n", 1, 1, False),
        ("# noqa: AL101\nx = 1\n", 1, 2, True),
        ("# noqa: AL101\n\n\nx = 1\n", 1, 4, True),
        ("# noqa: AL101\n# Because.\nx = 1\n", 1, 3, True),
        ("def f():\n    # noqa: AL101\n    x = 1\n", 2, 3, True),
        ("x = 1\n# noqa: AL101\n", 2, 2, True),
        ("x = (  # noqa: AL101\n    1)\n", 1, 1, False),
    ],
)
def test_target(text: str, line: int, target: int, own_line: bool) -> None:
    """A comment concerns its own row, or, when it stands alone, the next row with code."""
    (row,) = summary(text).suppressions
    assert (row.line, row.target, row.own_line) == (line, target, own_line)


def test_rows_in_order() -> None:
    """Codes, tool and place of each comment are kept, in the order of the file."""
    rows = summary("a  # noqa\nb  # noqa: AL101, AL102\n").suppressions
    assert [(row.line, row.tool, row.codes) for row in rows] == [(1, "noqa", ()), (2, "noqa", ("AL101", "AL102"))]
    assert (rows[0].column, rows[0].end_column) == (3, 9)


def test_text_is_no_comment() -> None:
    """What only looks like a comment, inside a string, silences nothing."""
    assert summary("x = '# noqa'\n").suppressions == ()
