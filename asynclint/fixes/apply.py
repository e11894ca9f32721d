"""Apply fixes to a text: those that do not get in each other's way, each as a whole."""

from collections.abc import Sequence
from typing import NamedTuple

from asynclint.fixes.text import Text
from asynclint.model.findings import Edit, Fix


class Applied(NamedTuple):
    """The changed text, and which of the fixes (by their number) it contains."""

    text: str
    fixes: tuple[int, ...]


def apply(text: str, fixes: Sequence[Fix]) -> Applied:
    """Make the edits of as many fixes as fit together.

    Earlier places come first. A fix that overlaps one already taken, or shares its isolation, is left for another
    round. The same edit in several fixes (an import that both need) is made once.
    """
    places = Text(text)
    order = sorted(range(len(fixes)), key=lambda number: _first(fixes[number]))
    made: dict[Edit, tuple[int, int]] = {}
    isolated: set[str] = set()
    taken: list[int] = []
    for number in order:
        fix = fixes[number]
        spans = {
            edit: (places.offset(edit.location), places.offset(edit.end_location))
            for edit in fix.edits
            if edit not in made
        }
        clash = any(_overlap(span, other) for span in spans.values() for other in made.values())
        if clash or (fix.isolation and fix.isolation in isolated):
            continue
        made |= spans
        isolated.add(fix.isolation)
        taken.append(number)
    parts: list[str] = []
    done = 0
    for edit, (start, end) in sorted(made.items(), key=lambda item: item[1]):
        parts += (text[done:start], edit.content)
        done = end
    return Applied("".join((*parts, text[done:])), tuple(sorted(taken)))


def _first(fix: Fix) -> tuple[int, int]:
    """Where the part of a fix begins that no other fix shares: its last edit, as imports come first."""
    last = max(edit.location for edit in fix.edits)
    return last.row, last.column


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two edits touch the same characters, or begin at the same place."""
    return one[0] == other[0] or (one[0] < other[1] and other[0] < one[1])
