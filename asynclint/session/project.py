"""Which project paths belong to: its root, its configuration, and the folders to read."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from asynclint.config.reader import nearest


class Project(NamedTuple):
    """``root`` is an absolute folder. ``tops`` are what is read: the root, or less where nothing marks a root."""

    root: Path
    config_file: Path | None
    tops: tuple[Path, ...]


def locate(paths: Sequence[Path], *, with_configuration: bool = True) -> Project:
    """The project of absolute paths, which need not exist.

    Its root is the folder of the nearest configuration above all paths, else the root of their repository, else the
    folder of what is outermost: the packages that the paths lie in, or the paths themselves. Raises UsageError for a
    configuration that cannot be read.
    """
    common = Path(os.path.commonpath([_folder(path) for path in paths]))
    config = nearest(common) if with_configuration else None
    if config is not None:
        return Project(config.parent, config, (config.parent,))
    repository = repository_root(common)
    if repository is not None:
        return Project(repository, None, (repository,))
    tops = tuple(dict.fromkeys(_outermost(path) for path in paths))
    return Project(Path(os.path.commonpath([_folder(top) for top in tops])), None, tops)


def repository_root(folder: Path) -> Path | None:
    """The closest folder, from this one upwards, that is the root of a git repository."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _outermost(path: Path) -> Path:
    """The outermost package round a path, or the path itself."""
    folder = _folder(path)
    package = None
    while (folder / "__init__.py").exists() and folder != folder.parent:
        package, folder = folder, folder.parent
    return package or path
