"""Patterns as in ``.gitignore``, fast enough to try on every entry of a large project."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from asynclint.session.globs import GlobError, translate

_SPECIAL = re.compile(r"[*?\[\]\\/!#\s]")
_TRAILING_SPACE = re.compile(r"(?<!\\)\s+$")


class Patterns:
    """A list of patterns that are relative to ``base``, a folder's absolute path."""

    def __init__(self, lines: Iterable[str], base: str) -> None:
        self.base = base.rstrip("/")
        lines = tuple(line for line in lines if line.strip())
        self._names = frozenset(line for line in lines if not _SPECIAL.search(line))
        self._rules: list[_Rule] = []
        if not self._names.issuperset(lines):
            self._rules = [rule for line in reversed(lines) if (rule := _rule(line)) is not None]
        self._any = re.compile("|".join(rule.expression.pattern for rule in self._rules))

    def verdict(self, path: str, name: str, is_folder: bool) -> bool | None:
        """Whether the last pattern that matches leaves the entry out (True) or keeps it (False); None without any.

        What holds of the folders that the entry lies in is not asked.
        """
        if not self._rules:
            return True if name in self._names else None
        inside = path[len(self.base) + 1 :]
        if not self._any.fullmatch(inside):
            return None
        for rule in self._rules:
            if (is_folder or not rule.folders_only) and rule.expression.fullmatch(inside):
                return rule.leaves_out
        return None

    def cover(self, path: str, *, is_folder: bool) -> bool:
        """Whether a path below ``base`` is left out, by itself or with a folder that it lies in."""
        if not path.startswith(f"{self.base}/"):
            return False
        end = len(self.base)
        while (end := path.find("/", end + 1)) != -1:
            folder = path[:end]
            if self.verdict(folder, folder.rpartition("/")[2], is_folder=True):
                return True
        return bool(self.verdict(path, path.rpartition("/")[2], is_folder))


class _Rule(NamedTuple):
    """One pattern; the expression has to match a whole path."""

    expression: re.Pattern[str]
    folders_only: bool
    leaves_out: bool


def _rule(line: str) -> _Rule | None:
    """Read one line; None for one that matches nothing."""
    text = _TRAILING_SPACE.sub("", line)
    if text.startswith("#"):
        return None
    body = text.removeprefix("!")
    folders_only = body.endswith("/")
    try:
        expression = translate(body[:-1] if folders_only else body)
        return _Rule(re.compile(expression, re.DOTALL), folders_only, leaves_out=body == text)
    except (GlobError, re.error):
        return None
