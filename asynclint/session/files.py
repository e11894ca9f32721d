"""Find the files of a project: what it holds, what is left out, and what the file system says of each."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from asynclint.model.testing import PYTEST_FILES
from asynclint.session.patterns import Patterns
from asynclint.session.project import Project, repository_root
from asynclint.store.records import MISSING, Record, of_file, of_folder

SUFFIXES: Final = (".py", ".pyi")
_IGNORE_FILE: Final = ".gitignore"
_IGNORE_PLACES: Final = (_IGNORE_FILE, ".git/info/exclude")


class Files:
    """The files of a project, found by ``find``.

    ``records`` holds every file to read, by absolute path in order. ``folders`` and ``ignore_files`` hold what the
    choice of files depended on, ``configurations`` the files that may say how tests run. ``unusable`` are paths that
    could not be read, with the reason.
    """

    def __init__(self, root: Path, exclude: Sequence[str], *, force_exclude: bool, respect_gitignore: bool) -> None:
        self.records: dict[str, Record] = {}
        self.folders: dict[str, Record] = {}
        self.ignore_files: dict[str, Record] = {}
        self.configurations: dict[str, Record] = {}
        self.unusable: dict[str, str] = {}
        self._root = str(root)
        self._force_exclude = force_exclude
        self._respect_gitignore = respect_gitignore
        self._exclude = Patterns(exclude, self._root)
        self._links: list[str] = []

    def find(self, project: Project, given: Sequence[Path]) -> None:
        """Look through the project, and through given paths that it leaves out but that were asked for by name."""
        for top in project.tops:
            self._add(top)
        for path in given:
            if str(path) not in self.records and str(path) not in self.folders:
                self._add(path)
        self._add_linked()
        for name in PYTEST_FILES:
            self._configure(f"{self._root}/{name}")
        self.records = {path: self.records[path] for path in sorted(self.records)}

    def below(self, given: Iterable[Path]) -> frozenset[str]:
        """The files that are given paths or lie in given folders."""
        names = {str(path) for path in given}
        folders = tuple(f"{name.rstrip('/')}/" for name in names)
        return frozenset(path for path in self.records if path in names or path.startswith(folders))

    def _add_linked(self) -> None:
        """Take in linked files, each once and only if it is not read under its own name."""
        seen = set(self.records.values()) if self._links else set()
        for link in self._links:
            record = of_file(os.stat(link))
            if record not in seen:
                seen.add(record)
                self.records[link] = record

    def _configure(self, path: str) -> None:
        """Take in a file that may say how tests run, or that there is none."""
        try:
            self.configurations[path] = of_file(os.stat(path))
        except OSError:
            self.configurations[path] = MISSING

    def refuses(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether a path is not to be read even if it is given by name."""
        return self._force_exclude and self._exclude.cover(path, is_folder=is_folder)

    def _add(self, path: Path) -> None:
        name = str(path)
        try:
            stat = os.stat(name)
        except (OSError, ValueError) as error:
            self.unusable[name] = _reason(error)
            return
        is_folder = os.path.isdir(name)
        if self.refuses(name, is_folder=is_folder):
            return
        if not is_folder:
            self.records[name] = of_file(stat)
            return
        self._walk(name, self._ignored_above(path))

    def _ignored_above(self, path: Path) -> list[Patterns]:
        """The ignore files that concern a folder and lie above it, in its repository or else in the project."""
        if not self._respect_gitignore:
            return []
        top = repository_root(path) or Path(self._root)
        if path == top or not path.is_relative_to(top):
            return []
        above = [folder for folder in reversed(path.parents) if folder.is_relative_to(top)]
        return [patterns for folder in above for patterns in self._ignores(str(folder))]

    def _ignores(self, folder: str) -> list[Patterns]:
        """The patterns of the ignore files in one folder."""
        found = []
        for place in _IGNORE_PLACES:
            path = os.path.join(folder, place)
            try:
                record = of_file(os.stat(path))
                text = Path(path).read_text(encoding="utf-8-sig", errors="surrogateescape")
                found.append(Patterns(text.splitlines(), folder))
            except OSError:
                record = MISSING
            self.ignore_files[path] = record
        return found[::-1]

    def _walk(self, top: str, above: list[Patterns]) -> None:
        waiting = [(top, above)]
        while waiting:
            folder, chain = waiting.pop()
            if folder in self.folders:
                continue
            try:
                record = of_folder(os.stat(folder))
                with os.scandir(folder) as scan:
                    entries = sorted(scan, key=lambda entry: entry.name)
            except OSError as error:
                self.unusable[folder] = _reason(error)
                continue
            self.folders[folder] = record
            if self._respect_gitignore and any(entry.name in (_IGNORE_FILE, ".git") for entry in entries):
                chain = [*chain, *self._ignores(folder)]
            for entry in entries:
                self._visit(entry, chain, waiting)

    def _visit(
        self,
        entry: os.DirEntry[str],
        chain: list[Patterns],
        waiting: list[tuple[str, list[Patterns]]],
    ) -> None:
        """Take in one entry of a folder. Linked folders are not followed: they may lead back, or anywhere."""
        name, path = entry.name, entry.path
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder and not name.endswith(SUFFIXES):
            if name in PYTEST_FILES:
                self._configure(path)
            return
        if self._exclude.verdict(path, name, is_folder):
            return
        verdicts = (patterns.verdict(path, name, is_folder) for patterns in reversed(chain))
        if next((verdict for verdict in verdicts if verdict is not None), False):
            return
        if is_folder:
            waiting.append((path, chain))
        elif entry.is_symlink():
            if os.path.isfile(path):
                self._links.append(path)
        elif path not in self.records and entry.is_file():
            with suppress(FileNotFoundError):
                self.records[path] = of_file(entry.stat())


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
