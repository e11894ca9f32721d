"""The content of files: for people to see, and to be mended."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asynclint.syntax.source import Source


class Sources:
    """Reads files as they are now; takes ``texts`` instead, where a file's content came from elsewhere."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts

    def __call__(self, filename: str) -> "Source | None":
        """The decoded file; None when it cannot be read."""
        from asynclint.syntax.source import UnreadableSource, decode, read

        path = Path(filename)
        try:
            return decode(self._texts[filename], path) if filename in self._texts else read(path)
        except UnreadableSource:
            return None


class SourceLines:
    """Rows of files, as ``Sources`` reads them."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._sources = Sources(texts)
        self._last: tuple[str, list[str]] = ("", [])

    def __call__(self, filename: str, first: int, last: int) -> Sequence[str]:
        """The rows ``first`` to ``last``, as far as the file has them."""
        if self._last[0] != filename:
            source = self._sources(filename)
            self._last = filename, [] if source is None else source.lines
        return self._last[1][first - 1 : last]
