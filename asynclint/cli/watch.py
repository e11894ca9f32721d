"""Check again whenever something changes that a check depends on."""

import gc
import time
from collections.abc import Callable
from typing import Final

import click

from asynclint.model.problems import UsageError

PATIENCE: Final = 0.3
"""Seconds between two looks at the files, at least."""
_SHARE: Final = 5
"""A look may take this part of the time at most."""


def watch(check: Callable[[], object], look: Callable[[], object], *, quiet: bool) -> None:
    """Check, and check again after each change, until Ctrl-C ends it.

    ``look`` tells what the next check would see of the project; a change is another answer. What makes a check
    impossible is told and waited out.
    """
    gc.enable()
    while True:
        before = _attempt(look)
        click.clear()
        _attempt(check, told=True)
        if not quiet:
            click.echo("Watching for changes; Ctrl-C ends.", err=True)
        while True:
            started = time.monotonic()
            after = _attempt(look)
            if after != before:
                break
            time.sleep(max(PATIENCE, _SHARE * (time.monotonic() - started)))


def _attempt(action: Callable[[], object], *, told: bool = False) -> object:
    try:
        return action()
    except UsageError as error:
        if told:
            from asynclint.cli.console import tell

            tell("error", str(error))
        return str(error)
