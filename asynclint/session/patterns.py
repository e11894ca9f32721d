"""Patterns as in ``.gitignore``, fast enough to try on every entry of a large project."""

import re
from collections.abc import Iterable

_SPECIAL = re.compile(r"[*?\[\]\\/!#\s]")
_GROUP_NAME = re.compile(r"\(\?P<\w+>")


class Patterns:
    """A list of patterns that are relative to ``base``, a folder's absolute path."""

    def __init__(self, lines: Iterable[str], base: str) -> None:
        """Raises ValueError for a line that is not a pattern."""
        self.base = base.rstrip("/")
        lines = tuple(lines)
        self._names = frozenset(line for line in lines if not _SPECIAL.search(line))
        simple = all(line in self._names for line in lines if line.strip())
        self._spec = None if simple else _Spec(lines)

    def verdict(self, path: str, name: str, is_folder: bool) -> bool | None:
        """Whether the last pattern that matches leaves the path out (True) or keeps it (False); None without any."""
        if self._spec is None:
            return True if name in self._names else None
        return self._spec.verdict(path[len(self.base) + 1 :] + ("/" if is_folder else ""))

    def cover(self, path: str, is_folder: bool) -> bool:
        """Whether a path below ``base`` is left out, by itself or with a folder that it lies in."""
        if not path.startswith(f"{self.base}/"):
            return False
        inside = path[len(self.base) + 1 :]
        if self._spec is None:
            return not self._names.isdisjoint(inside.split("/"))
        return self._spec.verdict(inside + ("/" if is_folder else "")) is True


class _Spec:
    """Patterns with special characters; one expression for all of them answers first, as most paths match none."""

    def __init__(self, lines: Iterable[str]) -> None:
        from pathspec import GitIgnoreSpec

        self._spec = GitIgnoreSpec.from_lines(lines)
        sources = [pattern.regex.pattern for pattern in self._spec.patterns if pattern.regex is not None]
        joined = "|".join(f"(?:{_GROUP_NAME.sub('(?:', source)})" for source in sources)
        self._any = re.compile(joined) if sources else None

    def verdict(self, inside: str) -> bool | None:
        if self._any is None or not self._any.match(inside):
            return None
        return self._spec.check_file(inside).include
