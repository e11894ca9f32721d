"""``asynclint init``."""

from collections.abc import Sequence
from pathlib import Path

import click

from asynclint.model.problems import UsageError

_STARTER = """\
{header}# Found here: {found}.
# `asynclint config` lists the options, `asynclint rules` the rules.
extend-select = []    # rules besides the default ones
ignore = []           # rules that do not count in this project

{header_of_files}# "scripts/*" = ["AL1"]
"""


@click.command("init")
def command() -> None:
    """Write a first configuration for the project in the working directory.

    It goes to pyproject.toml, or to asynclint.toml where there is none. What is there is never changed.
    """
    import tomllib

    from asynclint.cli.console import write, write_file
    from asynclint.cli.progress import Progress
    from asynclint.config.reader import OWN_NAME, PROJECT_FILE, nearest, read
    from asynclint.knowledge.files import frameworks
    from asynclint.session.session import Session
    from asynclint.session.setup import configure

    directory = Path.cwd()
    existing = nearest(directory)
    if existing is not None and existing.parent == directory:
        raise UsageError(f"{existing}: there is a configuration already; it was not changed")
    with Progress(wanted=True) as progress:
        session = Session(*configure([directory], {}, directory=directory), progress=progress)
        modules = session.modules([directory])
    uses_asyncio = any(name.partition(".")[0] == "asyncio" for name in modules)
    found = [*(["asyncio"] if uses_asyncio else []), *frameworks(modules)]
    project_file = directory / PROJECT_FILE
    in_project = project_file.is_file()
    path = project_file if in_project else directory / OWN_NAME
    try:
        text = _with_starter(project_file.read_bytes().decode() if in_project else "", found, in_project=in_project)
        tomllib.loads(text)
    except ValueError as error:
        raise UsageError(f"{path}: no table can be added at its end ({error}); it was not changed") from None
    write_file(path, [text])
    read(path)
    told = ", ".join(found) or "no async framework"
    write([f"Wrote a first configuration to {path}\nFound here: {told}\n"], color=False)


def _with_starter(before: str, found: Sequence[str], *, in_project: bool) -> str:
    table = _STARTER.format(
        found=", ".join(found) or "no async framework",
        header="[tool.asynclint]\n" if in_project else "",
        header_of_files="[tool.asynclint.per-file-ignores]\n" if in_project else "[per-file-ignores]\n",
    )
    end = "\r\n" if "\r\n" in before else "\n"
    gap = "" if not before else end if before.endswith("\n") else end * 2
    return before + gap + table.replace("\n", end)
