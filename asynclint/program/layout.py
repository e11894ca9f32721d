"""Which file is which module: packages, ``src`` and flat layouts, namespace packages, scripts beside each other."""

import sys
from collections.abc import Iterable

_DEEPEST_PREFIX = 3
"""Folders above a package that may be part of its module's name (namespace packages)."""


class Layout:
    """Finds the file of a module. Files are given by absolute path and known by their position in that list."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = list(paths)
        self._by_path = {path: index for index, path in enumerate(self.paths)}
        self._packages = {path.rpartition("/")[0] for path in self._by_path if is_package(path)}
        self._by_name: dict[str, list[int]] = {}
        self.names: list[str] = []
        for index, path in enumerate(self.paths):
            names = self._names(path)
            self.names.append(names[0])
            for name in names:
                self._by_name.setdefault(name, []).append(index)

    def _names(self, path: str) -> list[str]:
        folder, _, file = path.rpartition("/")
        stem = file.rpartition(".")[0]
        parts = [] if stem == "__init__" else [stem]
        while folder and folder in self._packages:
            folder, _, last = folder.rpartition("/")
            parts.insert(0, last)
        names = [".".join(parts)] if parts else [stem]
        for _ in range(_DEEPEST_PREFIX):
            folder, _, last = folder.rpartition("/")
            if not last.isidentifier():
                break
            parts.insert(0, last)
            names.append(".".join(parts))
        return names

    def find(self, name: str, importer: int) -> int | None:
        """The file of an absolute module name, as seen from a file; of several, the one nearest to it.

        A package hides a module beside it.
        """
        candidates = self._by_name.get(name)
        if candidates and ("." not in name or name.partition(".")[0] in sys.stdlib_module_names):
            candidates = [index for index in candidates if self._importable(index, name, importer)]
        if not candidates:
            return None
        if len(candidates) == 1:
            return candidates[0]
        near = self.paths[importer]

        def rank(index: int) -> tuple[int, bool, bool]:
            path = self.paths[index]
            return _common(path, near), path.endswith(".py"), is_package(path)

        return max(candidates, key=rank)

    def _importable(self, candidate: int, name: str, importer: int) -> bool:
        """Whether a lone module, or one named like a standard module, is meant by a file that imports the name.

        It is when it lies beside the importing file or in a folder above; a package, or a module of a ``src`` folder,
        also from elsewhere.
        """
        path = self.paths[candidate]
        package = is_package(path)
        folder = path.rpartition("/")[0]
        for _ in range(name.count(".") + package):
            folder = folder.rpartition("/")[0]
        if self.paths[importer].startswith(folder + "/"):
            return True
        if name.partition(".")[0] in sys.stdlib_module_names:
            return False
        return package or folder.endswith("/src")

    def relative(self, importer: int, level: int, module: str) -> int | None:
        """The file of a relative import with ``level`` dots."""
        folder = self.paths[importer].rpartition("/")[0]
        for _ in range(level - 1):
            folder = folder.rpartition("/")[0]
        stem = f"{folder}/{module.replace('.', '/')}" if module else folder
        return self.at(stem)

    def at(self, stem: str) -> int | None:
        """The module or package whose path without suffix is ``stem``."""
        for path in (f"{stem}/__init__.py", f"{stem}.py", f"{stem}/__init__.pyi", f"{stem}.pyi"):
            index = self._by_path.get(path)
            if index is not None:
                return index
        return None


def is_package(path: str) -> bool:
    """Whether a file stands for its folder."""
    return path.endswith(("/__init__.py", "/__init__.pyi"))


def _common(left: str, right: str) -> int:
    count = 0
    for a, b in zip(left.split("/"), right.split("/"), strict=False):
        if a != b:
            break
        count += 1
    return count
