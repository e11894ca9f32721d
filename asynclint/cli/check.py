"""``asynclint check``."""

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from asynclint.cli.accepting import updates, write_baseline
from asynclint.cli.console import KEPT, counted, shortened, tell, wants_color, write
from asynclint.cli.fixing import Mode, check_and_fix, exit_code, save, show_diff
from asynclint.cli.parameters import GroupedCommand, given, parameters
from asynclint.cli.printing import Printing, targets
from asynclint.cli.progress import Progress
from asynclint.cli.watch import watch
from asynclint.model.problems import UsageError

if TYPE_CHECKING:
    from asynclint.session.fixing import Fixed
    from asynclint.session.session import Session


@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Check files and folders, all of the working directory by default.

    The whole project is read, so that calls through other files are known; what is reported concerns PATHS. With - as
    PATHS one file's text comes from standard input.
    """
    from asynclint.session.session import absolute

    if options["color"] != "auto":
        ctx.color = options["color"] == "always"
    directory = Path.cwd()
    texts = _standard_input(paths, options["stdin_filename"], directory)
    request = _Request(
        [Path(name) for name in texts] or absolute(paths, directory), texts, directory, given(ctx), options
    )
    if not options["watch"]:
        ctx.exit(_answer(request))
    if texts:
        raise UsageError("--watch: what comes from standard input does not change")
    watch(lambda: _answer(request), lambda: request.session().state(request.asked), quiet=options["quiet"])


class _Request(NamedTuple):
    """What was asked for; ``flags`` are the options of configuration among the ``options``."""

    asked: Sequence[Path]
    texts: dict[str, bytes]
    directory: Path
    flags: dict[str, object]
    options: Mapping[str, Any]

    def session(self, progress: Progress | None = None, log: "_Log | None" = None) -> "Session":
        """A session under the configuration as it is now."""
        from asynclint.session.session import Session
        from asynclint.session.setup import configure

        config, isolated = self.options["config"], self.options["isolated"]
        found = configure(self.asked, self.flags, directory=self.directory, config=config, isolated=isolated)
        return Session(*found, progress=progress, log=log)


def _answer(request: _Request) -> int:
    """Check once, print what came of it, and give the exit code."""
    asked, texts, directory, _, options = request
    with Progress(wanted=not options["quiet"]) as progress:
        session = request.session(progress, _Log() if options["verbose"] else None)
        KEPT[:] = [session]
        settings = session.settings
        outputs = targets(options["output_file"], settings.output_format, directory)
        if options["show_settings"]:
            from asynclint.cli.showing import settings_text

            write(settings_text(settings), color=False)
            return 0
        if options["show_files"]:
            write((f"{path}\n" for path in session.files(asked)), color=False)
            return 0
        mode = Mode.of(settings.fixes, diff=options["diff"], ignore=options["add_ignore"] is not None)
        session.updating = updates(settings, update=options["update_baseline"], grow=options["grow"])
        fixed = check_and_fix(session, asked, texts, settings.fixes, mode, options["add_ignore"])
    if session.updating:
        write_baseline(fixed, session, grow=options["grow"], quiet=options["quiet"])
    only_shown = options["diff"]
    if mode in (Mode.WRITE, Mode.IGNORE) and not only_shown:
        save(fixed, texts)
    if only_shown:
        what = ("add", "suppression") if mode is Mode.IGNORE else ("fix", "error")
        show_diff(fixed, directory, what, color=wants_color(options["color"]), quiet=options["quiet"])
    elif mode is Mode.IGNORE:
        click.echo(f"Added {counted(fixed.number, 'suppression')}.")
    else:
        printing = Printing(
            fixed,
            settings.fixes,
            session.project.root,
            directory,
            texts,
            color=options["color"],
            quiet=options["quiet"],
            err=bool(texts) and mode is Mode.WRITE,
        )
        printing.print(outputs, statistics=options["statistics"])
    _tell(fixed, directory, quiet=options["quiet"])
    return exit_code(fixed, mode, zero=options["exit_zero"], on_fix=options["exit_non_zero_on_fix"] or only_shown)


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


def _tell(fixed: "Fixed", directory: Path, *, quiet: bool) -> None:
    report = fixed.report
    for problem in report.problems:
        tell("error", shortened(str(problem), directory))
    for warning in fixed.warnings:
        tell("warning", shortened(warning, directory))
    if quiet:
        return
    for warning in report.warnings:
        tell("warning", warning)
    if not report.files and not report.problems:
        tell("warning", "No Python files found under the given path(s)")
