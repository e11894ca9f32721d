"""A progress bar on standard error, for people who have been waiting for a while."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

PATIENCE: Final = 1.0
"""Seconds without a bar."""


class Progress:
    """Called with how much is done of how much; draws on a terminal only, and cleans up behind itself."""

    def __init__(self, *, wanted: bool) -> None:
        self._wanted = wanted and sys.stderr.isatty()
        self._started = time.monotonic()
        self._bar: ProgressBar[int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            if not self._wanted or time.monotonic() - self._started < PATIENCE:
                return
            self._bar = click.progressbar(length=total, label="Reading files", file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)
