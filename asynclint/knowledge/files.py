"""The knowledge files that come with asynclint, and which of them concern a program."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from asynclint.knowledge.loader import load
from asynclint.knowledge.schema import KnowledgeFile

_MODULES = re.compile(r"^modules\s*=\s*\[([^\]]*)\]", re.MULTILINE)


@cache
def builtin_files() -> tuple[Path, ...]:
    """The knowledge files that come with asynclint."""
    import asynclint.rules

    root = Path(list(asynclint.rules.__path__)[-1]) / "knowledge"
    return tuple(sorted(root.rglob("*.toml")))


@cache
def read(path: Path) -> KnowledgeFile:
    """A built-in file, read once a process."""
    return load(path)


@cache
def modules_of(path: Path) -> tuple[str, ...]:
    """The modules of a file's header, found without reading the rest of the file."""
    found = _MODULES.search(path.read_text(encoding="utf-8"))
    return tuple(re.findall(r'"([^"]+)"', found.group(1))) if found else read(path).header.modules


def frameworks(modules: Iterable[str]) -> list[str]:
    """The distributions of the built-in files on frameworks whose own module is among the imported ones, sorted."""
    imported = with_packages(modules)
    paths = (path for path in builtin_files() if path.parent.name == "frameworks")
    return sorted({read(path).header.distribution for path in paths if concerns(modules_of(path)[:1], imported)})


def with_packages(modules: Iterable[str]) -> set[str]:
    """The modules, and the packages that they lie in."""
    found: set[str] = set()
    for module in modules:
        name = module
        while name and name not in found:
            found.add(name)
            name = name.rpartition(".")[0]
    return found


def concerns(names: Iterable[str], wanted: set[str]) -> bool:
    """Whether a file for these modules concerns a program that imports the ``wanted`` ones ``with_packages``."""
    return not wanted.isdisjoint(names)
