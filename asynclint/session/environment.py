"""The environment in which a project's dependencies are installed: found by its files, never run.

A virtual environment is recognised as PEP 405 describes it; stub packages are looked up as in PEP 561.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from asynclint.model.problems import UsageError

_VERSION_FOLDER: Final = "python3.*"
_SUFFIXES: Final = (".pyi", ".py")


def find_environment(python: Path | None, folders: Sequence[Path], variables: Mapping[str, str]) -> Path | None:
    """The folder of the environment of a project; None when there is none.

    ``python`` (an interpreter or the environment's folder) decides; else the environment that is active in
    ``variables`` (virtualenv, conda), else ``.venv`` or ``venv`` in one of the ``folders``. The environment in which
    asynclint itself runs counts last: a tool runner such as pre-commit activates one that holds nothing of the project.
    Raises UsageError when there is no environment where ``python`` says.
    """
    if python is not None:
        prefix = _prefix(python)
        if not python.exists() or next(_site_packages(prefix), None) is None:
            raise UsageError(f"{python}: this is neither an interpreter nor an environment with installed packages")
        return prefix
    active = [Path(value) for name in ("VIRTUAL_ENV", "CONDA_PREFIX") if (value := variables.get(name))]
    own = [path for path in active if path == Path(sys.prefix)]
    beside = [folder / name for folder in folders for name in (".venv", "venv")]
    candidates = [*(path for path in active if path not in own), *beside, *own]
    return next((path for path in candidates if next(_site_packages(path), None) is not None), None)


def _prefix(python: Path) -> Path:
    """The environment of an interpreter, or of a folder."""
    if python.is_dir():
        return python
    for interpreter in (python, Path(os.path.realpath(python))):
        prefix = interpreter.parent.parent
        if (prefix / "pyvenv.cfg").is_file() or next(_site_packages(prefix), None) is not None:
            return prefix
    return python


def _site_packages(prefix: Path) -> Iterator[Path]:
    """The folders with installed packages below an environment, those of the newest Python first."""
    versions = sorted((prefix / "lib").glob(_VERSION_FOLDER), key=_minor, reverse=True)
    folders = [version / name for version in versions for name in ("site-packages", "dist-packages")]
    folders += [prefix / "lib" / "python3" / "dist-packages", prefix / "Lib" / "site-packages"]
    yield from (folder for folder in folders if folder.is_dir())


def _minor(folder: Path) -> int:
    digits = folder.name.rpartition(".")[2].rstrip("t")
    return int(digits) if digits.isdigit() else -1


def search_path(prefix: Path) -> list[Path]:
    """The folders from which an environment imports, with those that ``.pth`` files add (their code is not run)."""
    folders = list(_site_packages(prefix))
    base = _base(prefix)
    if base is not None:
        folders += _site_packages(base)
    added = [extra for folder in folders for extra in _path_files(folder)]
    return list(dict.fromkeys([*folders, *added]))


def _base(prefix: Path) -> Path | None:
    """The installation whose packages a virtual environment sees too, if it does."""
    settings: dict[str, str] = {}
    try:
        text = (prefix / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    for line in text.splitlines():
        name, _, value = line.partition("=")
        settings[name.strip().lower()] = value.strip()
    if settings.get("include-system-site-packages", "").lower() != "true" or "home" not in settings:
        return None
    return Path(settings["home"]).parent


def _path_files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.glob("*.pth")):
        try:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for line in lines:
            if line and not line.startswith(("#", "import ", "import\t")):
                added = folder / line.strip()
                if added.is_dir():
                    yield added


def locate(module: str, folders: list[Path], suffixes: Sequence[str] = _SUFFIXES) -> Path | None:
    """The file of an installed module, by its absolute name: a stub before the source; None when there is none."""
    top, *rest = module.split(".")
    for folder in folders:
        for parts in ((f"{top}-stubs", *rest), (top, *rest)):
            stem = folder.joinpath(*parts)
            for suffix in suffixes:
                for path in (stem / f"__init__{suffix}", stem.with_name(stem.name + suffix)):
                    if path.is_file():
                        return path
    return None
