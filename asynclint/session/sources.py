"""Lines of source, for people to see."""

from collections.abc import Mapping, Sequence
from pathlib import Path


class SourceLines:
    """Reads rows of files as they are now; of ``texts`` instead, where a file's content came from elsewhere."""

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._last: tuple[str, list[str]] = ("", [])

    def __call__(self, filename: str, first: int, last: int) -> Sequence[str]:
        """The rows ``first`` to ``last``, as far as the file has them."""
        if self._last[0] != filename:
            self._last = filename, self._load(filename)
        return self._last[1][first - 1 : last]

    def _load(self, filename: str) -> list[str]:
        from asynclint.syntax.source import UnreadableSource, decode, read

        path = Path(filename)
        try:
            return (decode(self._texts[filename], path) if filename in self._texts else read(path)).lines
        except UnreadableSource:
            return []
