"""The built-in knowledge of async frameworks and of what goes with them, read as it is asked for."""

from functools import cache
from typing import Final

from asynclint.knowledge.files import builtin_files, concerns, modules_of, read
from asynclint.knowledge.table import Table

KNOWN: Final = frozenset(
    {
        "anyio",
        "asgiref",
        "async_timeout",
        "asyncio",
        "_asyncio",
        "builtins",
        "concurrent",
        "contextlib",
        "contextvars",
        "curio",
        "functools",
        "multiprocessing",
        "threading",
        "tornado",
        "trio",
        "twisted",
        "typing",
        "uvloop",
    }
)
"""Top-level modules whose names get a canonical spelling and a result where one file is looked at by itself."""


class Facts(Table):
    """A table that grows: the knowledge of a top-level module is read at the first question about it."""

    def __init__(self, target_version: tuple[int, int]) -> None:
        super().__init__(())
        self._target_version = target_version
        self._tops: set[str] = set()

    def canonical(self, name: str) -> str:
        """As ``Table.canonical``; names outside ``KNOWN`` are their own."""
        known = self._canonical.get(name)
        if known is None:
            top, dot, _ = name.partition(".")
            self._grow(top if dot else "builtins")
            known = super().canonical(name)
        return known

    def _grow(self, top: str) -> None:
        if top in self._tops:
            return
        self._tops.add(top)
        if top in KNOWN:
            for path in builtin_files():
                if concerns(modules_of(path), {top}):
                    self._add(read(path), self._target_version)


@cache
def facts(target_version: tuple[int, int]) -> Facts:
    """The facts of one target version, shared by all files that a process looks at."""
    return Facts(target_version)
