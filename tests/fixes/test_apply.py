"""Fixes are applied as wholes, those that do not overlap together."""

from asynclint.fixes.apply import apply
from asynclint.fixes.text import Text
from asynclint.model.findings import Applicability, Fix

TEXT = "import b\na(b)\nc\n"


def fix(*edits: tuple[int, int, str], isolation: str = "") -> Fix:
    places = Text(TEXT)
    return Fix(Applicability.SAFE, "", tuple(places.edit(*edit) for edit in edits), isolation)


def test_edits_that_stand_apart_are_made_together() -> None:
    """In any order."""
    assert apply(TEXT, [fix((14, 15, "C")), fix((9, 10, "A"), (10, 10, "!"))]) == ("import b\nA!(b)\nC\n", (0, 1))


def test_the_same_edit_is_made_once() -> None:
    """Two fixes may need the same import; nothing else may stand at its place."""
    new = (0, 0, "import a\n")
    other = (0, 0, "import o\n")
    applied = apply(TEXT, [fix(new, (9, 10, "A")), fix(new, (14, 15, "C")), fix(other, (11, 12, "B"))])
    assert applied == ("import a\nimport b\nA(b)\nC\n", (0, 1))


def test_a_fix_is_made_as_a_whole_or_not_at_all() -> None:
    """An overlap of one of its edits leaves all of them out."""
    assert apply(TEXT, [fix((9, 12, "x")), fix((11, 12, "B"), (14, 15, "C"))]) == ("import b\nx)\nc\n", (0,))


def test_isolated_fixes_are_made_one_at_a_time() -> None:
    """The second waits for the next round."""
    assert apply(TEXT, [fix((9, 10, "A"), isolation="x"), fix((14, 15, "C"), isolation="x")]).fixes == (0,)


def test_what_touches_is_no_overlap_but_the_same_start_is() -> None:
    """The order of two texts for one place would be a guess."""
    assert apply(TEXT, [fix((9, 10, "A")), fix((10, 10, "!"))]).fixes == (0, 1)
    assert apply(TEXT, [fix((9, 10, "A")), fix((9, 9, "!"))]).fixes == (0,)
