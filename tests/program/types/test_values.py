"""Alternatives: what is known of all of them, and what of some."""

import pytest

from asynclint.program.types.values import NOTHING, WIDEST, Instance, Values, instance, some, union

A, B = instance("a"), instance("b")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((A,), A),
        ((A, B), (*A, *B)),
        ((B, A, B), (*B, *A)),
        ((A, NOTHING), NOTHING),
        ((), NOTHING),
    ],
)
def test_union(parts: tuple[Values, ...], expected: Values) -> None:
    """Each alternative stands once, in order, and one unknown part makes the whole unknown."""
    assert union(*parts) == expected


@pytest.mark.parametrize(("parts", "expected"), [((A, NOTHING), A), ((A, B, A), (*A, *B)), ((NOTHING,), NOTHING)])
def test_some(parts: tuple[Values, ...], expected: Values) -> None:
    """Unknown parts are passed over."""
    assert some(*parts) == expected


@pytest.mark.parametrize("merge", [union, some])
def test_too_many(merge: object) -> None:
    """More alternatives than anybody can judge are as good as unknown."""
    parts = [instance(str(number)) for number in range(WIDEST + 1)]
    assert callable(merge)
    assert len(merge(*parts[:-1])) == WIDEST
    assert merge(*parts) == NOTHING


def test_equal_values() -> None:
    """Values are compared by what they are, type arguments included."""
    assert Instance("list", (A,)) == instance("list", A)[0]
    assert Instance("list", (A,)) != Instance("list", (B,))
