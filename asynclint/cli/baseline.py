"""``asynclint baseline``."""

from pathlib import Path
from typing import Any

import click

from asynclint.cli.parameters import GroupedCommand, given, parameters
from asynclint.cli.progress import Progress
from asynclint.config.option import Option
from asynclint.config.settings import FixChoice

_USEFUL = {"config", "isolated", "quiet", "no-cache", "ignore-noqa"}


def _matters(option: Option) -> bool:
    """Whether an option changes which findings there are, or helps otherwise."""
    shown = option.name == "output-format" or option.field in FixChoice.__struct_fields__
    return option.name in _USEFUL or (option.in_file and not shown)


@click.pass_context
def baseline(ctx: click.Context, /, paths: tuple[str, ...], **options: Any) -> None:
    """Write all findings to asynclint-baseline.json: from now on they are accepted, and only new ones are reported.

    With PATHS entries of other files stay as they are.
    """
    from msgspec.structs import replace

    from asynclint.cli.accepting import write_baseline
    from asynclint.config.merge import BASELINE_NAME
    from asynclint.session.fixing import Fixed
    from asynclint.session.session import Session, absolute
    from asynclint.session.setup import configure

    directory = Path.cwd()
    asked = absolute(paths, directory)
    project, settings = configure(
        asked, given(ctx), directory=directory, config=options["config"], isolated=options["isolated"]
    )
    settings = replace(settings, baseline=settings.baseline or project.root / BASELINE_NAME)
    with Progress(wanted=not options["quiet"]) as progress:
        session = Session(project, settings, progress=progress)
        session.updating = True
        checked = Fixed(session.check(asked))
    write_baseline(checked, session, grow=True, quiet=options["quiet"])


command = GroupedCommand(
    "baseline",
    callback=baseline,
    params=[
        click.Argument(["paths"], nargs=-1, metavar="[PATHS]..."),
        *parameters(_matters),
    ],
    help=baseline.__doc__,
    context_settings={"help_option_names": ["-h", "--help"]},
)
