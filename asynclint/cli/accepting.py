"""Write the baseline, and say what became of it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from asynclint.cli.console import counted, write_file
from asynclint.model.problems import UsageError

if TYPE_CHECKING:
    from asynclint.config.settings import Settings
    from asynclint.session.fixing import Fixed
    from asynclint.session.session import Session


def updates(settings: "Settings", *, update: bool, grow: bool) -> bool:
    """Whether a check is to update the baseline. Raises UsageError where there is none."""
    if grow and not update:
        raise UsageError("--grow is for --update-baseline")
    if update and settings.diff_base is not None:
        raise UsageError("--update-baseline looks at whole files; it cannot be given with --diff-base")
    if update and settings.baseline is None:
        raise UsageError("--update-baseline: there is no baseline; `asynclint baseline` writes one")
    return update


def write_baseline(fixed: "Fixed", session: "Session", *, grow: bool, quiet: bool) -> None:
    """Write what the last check made of the baseline; what it has grown by is no finding any more.

    A check that could not read everything changes nothing.
    """
    from asynclint.engine import baseline

    path, comparison = session.settings.baseline, session.comparison
    assert path is not None, "`updates` looked at it"
    assert comparison is not None, "the last check compared"
    if fixed.report.problems:
        raise UsageError(f"{path}: not updated, because something could not be checked: {fixed.report.problems[0]}")
    entries = comparison.grown if grow else comparison.kept
    write_file(path, [baseline.text(entries)])
    gone = f"{path.name}: "
    fixed.report = replace(
        fixed.report,
        findings=() if grow else fixed.report.findings,
        warnings=tuple(one for one in fixed.report.warnings if not one.startswith(gone)),
    )
    if not quiet:
        click.echo(f"Wrote {counted(len(entries), 'accepted finding')} to {_shown(path)}", err=True)


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
