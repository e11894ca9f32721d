"""What people asked about: whole files, or rows of files."""

import sys
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

Rows = Sequence[tuple[int, int]]
"""First and last rows of stretches, in order, none of which touch."""

EVERY_ROW: Final[Rows] = ((1, sys.maxsize),)


class Focus:
    """The rows, by absolute path, that a finding has to concern."""

    def __init__(self, rows: Mapping[str, Rows]) -> None:
        self._rows = {path: stretches for path, stretches in rows.items() if stretches}
        self._ends = {path: [last for _, last in stretches] for path, stretches in self._rows.items()}

    @classmethod
    def on_files(cls, paths: Iterable[str]) -> "Focus":
        """Every row of some files."""
        return cls(dict.fromkeys(paths, EVERY_ROW))

    def holds(self, path: str) -> bool:
        """Whether any row of a file counts."""
        return path in self._rows

    def covers(self, path: str, first: int, last: int) -> bool:
        """Whether one of these rows of a file counts."""
        stretches = self._rows.get(path)
        if stretches is None:
            return False
        number = bisect_left(self._ends[path], first)
        return number < len(stretches) and stretches[number][0] <= last

    def within(self, paths: Iterable[str]) -> "Focus":
        """What of it lies in these files."""
        return Focus({path: self._rows[path] for path in paths if path in self._rows})
