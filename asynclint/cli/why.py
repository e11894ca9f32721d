"""``asynclint why``."""

from pathlib import Path

import click

from asynclint.model.problems import UsageError


@click.command("why")
@click.argument("place", metavar="FILE:LINE")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to print in colour")
def command(place: str, color: str) -> None:
    """Show every way by which the call on a line gets onto an event loop."""
    from asynclint.cli.console import counted, wants_color, write
    from asynclint.cli.progress import Progress
    from asynclint.output.full import trace
    from asynclint.output.view import View
    from asynclint.session.session import Session, absolute
    from asynclint.session.setup import configure
    from asynclint.session.sources import SourceLines

    name, row = _place(place)
    directory = Path.cwd()
    (path,) = absolute([name], directory)
    if not path.is_file():
        raise UsageError(f"{name}: there is no such file")
    project, settings = configure([path], {}, directory=directory)
    with Progress(wanted=True) as progress:
        ways = Session(project, settings, progress=progress).ways(str(path), row)
    colored = wants_color(color)
    view = View(str(directory), SourceLines({}), colored)
    if not ways:
        write([f"No known call on {name}:{row} gets onto an event loop.\n"], colored)
        return
    write([f"{counted(len(ways), 'way')} onto an event loop:\n"], colored)
    for way in ways:
        write(["\n", *(f"  {line}\n" for line in trace(way, view))], colored)


def _place(place: str) -> tuple[str, int]:
    """The file and the row of ``FILE:LINE``, or of ``FILE:LINE:COLUMN`` as findings print it."""
    parts = place.split(":")
    numbers = [part for part in parts[-2:] if part.isdecimal()]
    name = ":".join(parts[: len(parts) - len(numbers)])
    if not numbers or not name or int(numbers[0]) < 1:
        raise click.BadParameter(f"{place!r} is not FILE:LINE", param_hint="FILE:LINE")
    return name, int(numbers[0])
