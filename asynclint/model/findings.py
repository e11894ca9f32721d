"""A finding: the one value that rules make, the engine filters and every output format prints."""

from enum import StrEnum

from msgspec import Struct

from asynclint.model.effects import Confidence
from asynclint.model.spans import Location


class Applicability(StrEnum):
    """Whether a fix keeps behaviour other than the bug (``safe``) or may change it (``unsafe``)."""

    SAFE = "safe"
    UNSAFE = "unsafe"


class Edit(Struct, frozen=True):
    """Replace the text between two locations (end exclusive) by ``content``."""

    location: Location
    end_location: Location
    content: str


class Fix(Struct, frozen=True):
    """The edits that mend one finding; all of them are made, or none.

    Fixes of one file that name the same ``isolation`` are not applied together: the second is worked out again on the
    result of the first.
    """

    applicability: Applicability
    message: str
    edits: tuple[Edit, ...]
    isolation: str = ""


class Step(Struct, frozen=True):
    """One call of a trace: where it stands, in which function, and what it calls."""

    filename: str
    location: Location
    function: str
    calls: str


class Entry(Struct, frozen=True):
    """A call by which a coroutine or a loop callback enters a way to the sink."""

    filename: str
    location: Location
    function: str


class Finding(Struct, frozen=True):
    """One defect at one place.

    ``filename`` is absolute. ``end_location`` is exclusive. ``noqa_row`` is the last row of the statement: a
    ``noqa`` comment there, or on any row of the statement from ``statement_row`` on, concerns the finding.
    ``chain`` is the trace from the entry to the sink, ``entries`` every way in (nearest first),
    ``ways_in`` their number. ``function`` is the qualified name of the function round the finding.
    ``remedy`` is what a rule's ``check`` tells its own ``fix``; no format prints it.
    ``aliases`` are those of the rule's aliases that mean such findings, None when each of them means every finding.
    """

    code: str
    name: str
    message: str
    filename: str
    location: Location
    end_location: Location
    noqa_row: int
    statement_row: int = 0
    url: str | None = None
    fix: Fix | None = None
    confidence: Confidence = Confidence.CERTAIN
    blocks: str | None = None
    place: str | None = None
    function: str = ""
    ways_in: int = 0
    chain: tuple[Step, ...] = ()
    entries: tuple[Entry, ...] = ()
    remedy: tuple[str, ...] = ()
    aliases: tuple[str, ...] | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str]:
        """Findings are printed by file, place, then code."""
        return (self.filename, self.location.row, self.location.column, self.code)
