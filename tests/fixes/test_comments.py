"""Words come out of suppression comments and into them; everything else of the row stays."""

from pathlib import Path

import pytest

from asynclint.fixes import comments
from asynclint.fixes.apply import apply
from asynclint.fixes.fragment import CannotFix
from asynclint.fixes.text import Text
from asynclint.model.findings import Applicability, Edit, Fix
from asynclint.syntax.directives import Directive, directives
from asynclint.syntax.source import decode


def first(text: str) -> Directive:
    return directives(decode(text.encode(), Path("sample.py")))[0]


def edited(text: str, edit: Edit) -> str:
    return apply(text, [Fix(Applicability.SAFE, "", (edit,))]).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x  # asynclint: ignore[a] why\ny\n", "x\ny\n"),
        ("x  # asynclint: ignore[a, b, c] why\n", "x  # asynclint: ignore[b, c] why\n"),
        ("x  # asynclint: ignore[b,a,  c]\n", "x  # asynclint: ignore[b,  c]\n"),
        ("x  # asynclint: ignore[b, a]\n", "x  # asynclint: ignore[b]\n"),
        ("  # asynclint: ignore[a] why\n  x\n", "  x\n"),
        ("x  # note # asynclint: ignore[a] why\n", "x  # note\n"),
        ("x  # asynclint: ignore[a] why # noqa: E501\n", "x  # noqa: E501\n"),
        ("x  # noqa: a1, E501\n", "x  # noqa: E501\n"),
        ("x  # noqa: E501 a1\n", "x  # noqa: E501\n"),
        ("x  # noqa: a1", "x"),
        ("x  # noqa: a1 # why\n", "x  # why\n"),
        ("# asynclint: ignore-file[a]\r\nx\r\n", "x\r\n"),
    ],
)
def test_words_are_removed(before: str, after: str) -> None:
    """With the comment, its reason and its row when no word is left."""
    assert edited(before, comments.without(Text(before), first(before), {"a", "a1"})) == after


def test_words_of_people_stay() -> None:
    """What stands behind the codes of ``noqa`` may be for them."""
    text = "x  # noqa: a1 because of the bus\n"
    with pytest.raises(CannotFix):
        comments.without(Text(text), first(text), {"a1"})


def test_words_are_added() -> None:
    """Behind those that are there."""
    text = "x  # asynclint: ignore[a, b ] why\n"
    assert edited(text, comments.with_more(Text(text), first(text), ["c", "d"])) == text.replace("b ]", "b, c, d ]")
