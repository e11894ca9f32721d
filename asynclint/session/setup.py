"""From paths and command-line values to a project and its settings."""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from asynclint.config.merge import Source, merge
from asynclint.config.reader import Values, pair, read, requires_python
from asynclint.config.settings import Settings
from asynclint.model.problems import UsageError
from asynclint.session.environment import find_environment
from asynclint.session.project import Project, locate


def configure(
    paths: Sequence[Path],
    flags: Values,
    *,
    directory: Path,
    config: Sequence[str] = (),
    isolated: bool = False,
) -> tuple[Project, Settings]:
    """The project of absolute paths, and the settings that hold for it.

    ``flags`` are option values from the command line, relative to ``directory``; ``config`` names at most one file to
    read instead of the project's own, and pairs ``KEY=VALUE``. Raises UsageError for what is wrong in any of them.
    """
    named, pairs = _split(config, directory)
    if named and isolated:
        raise UsageError(f"--config {named}: with --isolated no configuration file is read")
    project = locate(paths, with_configuration=not (isolated or named))
    sources: list[Source] = []
    config_file = named or project.config_file
    if config_file is not None:
        base = directory if named else project.root
        sources.append(Source(read(config_file), base))
    sources += (Source(pair(text), directory) for text in pairs)
    sources.append(Source(flags, directory))
    wanted = None if isolated else requires_python(project.root)
    settings = merge(sources, root=project.root, config_file=config_file, requires_python=wanted)
    return project, replace(settings, python=find_environment(settings.python, (project.root, directory), os.environ))


def _split(config: Sequence[str], directory: Path) -> tuple[Path | None, list[str]]:
    files = [text for text in config if _is_file(directory / text)]
    pairs = [text for text in config if text not in files]
    for text in pairs:
        if "=" not in text:
            raise UsageError(f"--config {text}: there is no such file, and it is no pair KEY=VALUE")
    if len(files) > 1:
        raise UsageError(f"--config: more than one file: {', '.join(files)}")
    return (directory / files[0] if files else None), pairs


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
