"""Suppression comments after a check: what each of their words did."""

from enum import StrEnum

from msgspec import Struct

from asynclint.model.spans import Location
from asynclint.model.suppression import Suppression


class WordState(StrEnum):
    """What became of a rule's name or code in a comment."""

    USED = "used"
    UNUSED = "unused"
    UNKNOWN = "unknown"
    UNJUDGED = "unjudged"
    """Another tool's code, or a rule that did not run."""


class Word(Struct, frozen=True):
    """A name or code as it is spelled. ``hint`` is a known one like it, for one that is unknown."""

    spelled: str
    state: WordState
    hint: str | None = None


class JudgedComment(Struct, frozen=True):
    """A comment of asynclint's own form, or a ``noqa`` with codes of asynclint; it has the face of a site."""

    filename: str
    suppression: Suppression
    own: bool
    words: tuple[Word, ...]

    @property
    def location(self) -> Location:
        """Where the comment starts."""
        return Location(self.suppression.line, self.suppression.column + 1)

    @property
    def end_location(self) -> Location:
        """Where it ends (exclusive)."""
        return Location(self.suppression.line, self.suppression.end_column + 1)

    @property
    def statement_row(self) -> int:
        """The row of the comment."""
        return self.suppression.line

    @property
    def noqa_row(self) -> int:
        """The row of the comment."""
        return self.suppression.line

    @property
    def function_name(self) -> str:
        """Comments belong to no function."""
        return ""

    def spelled(self, state: WordState) -> list[str]:
        """The words of one state."""
        return [word.spelled for word in self.words if word.state is state]
