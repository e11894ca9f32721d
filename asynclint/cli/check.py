"""``asynclint check``."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from asynclint.cli.console import KEPT, counted, tell, wants_color, write, write_file
from asynclint.cli.parameters import GroupedCommand, given, parameters
from asynclint.cli.progress import Progress
from asynclint.model.problems import UsageError

if TYPE_CHECKING:
    from asynclint.config.settings import Settings
    from asynclint.session.report import Report


@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Check files and folders, all of the working directory by default.

    The whole project is read, so that calls through other files are known; what is reported concerns PATHS. With - as
    PATHS one file's text comes from standard input.
    """
    from asynclint.session.session import Session, absolute
    from asynclint.session.setup import configure

    if options["color"] != "auto":
        ctx.color = options["color"] == "always"
    directory = Path.cwd()
    texts = _standard_input(paths, options["stdin_filename"], directory)
    asked = [Path(name) for name in texts] or absolute(paths, directory)
    project, settings = configure(
        asked, given(ctx), directory=directory, config=options["config"], isolated=options["isolated"]
    )
    log = _Log() if options["verbose"] else None
    if options["show_settings"]:
        from asynclint.cli.showing import settings_text

        write(settings_text(settings), color=False)
        return
    with Progress(wanted=not options["quiet"]) as progress:
        session = Session(project, settings, progress=progress, log=log)
        KEPT.append(session)
        if options["show_files"]:
            write((f"{path}\n" for path in session.files(asked)), color=False)
            return
        report = session.check(asked, texts)
    _print(report, settings, texts, directory, options)
    _tell(report, directory, quiet=options["quiet"])
    if report.problems:
        ctx.exit(2)
    ctx.exit(0 if options["exit_zero"] or not report.findings else 1)


command = GroupedCommand(
    "check",
    callback=check,
    params=[click.Argument(["paths"], nargs=-1, metavar="[PATHS]..."), *parameters()],
    help=check.__doc__,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class _Log:
    """Sentences for ``--verbose``, with the seconds since the start."""

    def __init__(self) -> None:
        self._started = time.perf_counter()

    def __call__(self, sentence: str) -> None:
        click.echo(f"[{time.perf_counter() - self._started:7.3f} s] {sentence}", err=True)


def _standard_input(paths: Sequence[str], filename: str | None, directory: Path) -> dict[str, bytes]:
    """The text that standard input holds, by the absolute path of the file that it stands for."""
    if "-" not in paths and filename is None:
        return {}
    if any(path not in ("-", filename) for path in paths):
        raise UsageError("standard input (-) is one file; other paths cannot be given with it")
    from asynclint.session.session import absolute

    (path,) = absolute([filename or "-"], directory)
    return {str(path): sys.stdin.buffer.read()}


def _print(
    report: "Report", settings: "Settings", texts: dict[str, bytes], directory: Path, options: dict[str, Any]
) -> None:
    output_file: str | None = options["output_file"]
    color = options["color"] == "always" if output_file else wants_color(options["color"])
    parts = _parts(report, settings, texts, directory, color=color, options=options)
    if output_file is None:
        write(parts, color)
    else:
        write_file(directory / output_file, parts)


def _parts(
    report: "Report",
    settings: "Settings",
    texts: dict[str, bytes],
    directory: Path,
    *,
    color: bool,
    options: dict[str, Any],
) -> Iterator[str]:
    from asynclint.output import load
    from asynclint.output.view import View
    from asynclint.session.sources import SourceLines

    output = load(settings.output_format)
    view = View(str(directory), SourceLines(texts), color)
    if options["statistics"]:
        from asynclint.output import statistics

        render = statistics.render if output.FOR_PEOPLE else statistics.render_json
        yield from render(report.findings, view)
    else:
        yield from output.render(report.findings, view)
    if output.FOR_PEOPLE and not options["quiet"]:
        if report.findings:
            yield f"Found {counted(len(report.findings), 'error')}.\n"
        elif not report.problems:
            yield "All checks passed!\n"


def _tell(report: "Report", directory: Path, *, quiet: bool) -> None:
    for problem in report.problems:
        tell("error", str(problem).removeprefix(f"{directory}{os.sep}"))
    if quiet:
        return
    for warning in report.warnings:
        tell("warning", warning)
    if not report.files and not report.problems:
        tell("warning", "No Python files found under the given path(s)")
