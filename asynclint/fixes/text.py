"""Locations of a text and its offsets, each from the other."""

import re
from bisect import bisect_right

from asynclint.model.findings import Edit
from asynclint.model.spans import Location

_LINE_END = re.compile(r"\r\n?|\n")


class Text:
    """A decoded file whose places are asked for as locations (rows, columns) and as offsets.

    ``newline`` is what ends the rows of what edits put in.
    """

    def __init__(self, text: str, newline: str = "\n") -> None:
        self.text = text
        self._newline = newline
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def row_start(self, row: int) -> int:
        """The offset at which a row starts; the end of the text for the row after the last."""
        return self._starts[row - 1] if row <= len(self._starts) else len(self.text)

    def offset(self, location: Location) -> int:
        """The offset of a location."""
        return self.row_start(location.row) + location.column - 1

    def location(self, offset: int) -> Location:
        """The location of an offset."""
        row = bisect_right(self._starts, offset)
        return Location(row, offset - self._starts[row - 1] + 1)

    def edit(self, start: int, end: int, content: str) -> Edit:
        """The edit that puts ``content`` in place of the text between two offsets."""
        return Edit(self.location(start), self.location(end), _LINE_END.sub(self._newline, content))
