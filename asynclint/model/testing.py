"""How a project has its tests collected and run."""

from fnmatch import fnmatchcase
from typing import Final

from msgspec import Struct

PYTEST_FILES: Final = (
    "pytest.toml",
    ".pytest.toml",
    "pytest.ini",
    ".pytest.ini",
    "pyproject.toml",
    "tox.ini",
    "setup.cfg",
)
"""The files in which pytest looks for its configuration; the first that has some wins."""

_DEFAULT_FILES: Final = ("test_*.py", "*_test.py")


class PytestSettings(Struct, frozen=True):
    """What pytest's configuration says of tests. ``runs_coroutines``: some plug-in runs those without a mark."""

    runs_coroutines: bool = False
    files: tuple[str, ...] = _DEFAULT_FILES
    classes: tuple[str, ...] = ("Test",)
    functions: tuple[str, ...] = ("test",)

    def collects(self, path: str) -> bool:
        """Whether a file is searched for tests."""
        name = path.rpartition("/")[2]
        return any(fnmatchcase(path if "/" in pattern else name, pattern) for pattern in self.files)

    def collects_class(self, name: str) -> bool:
        """Whether a class of this name is searched for tests."""
        return _collects(self.classes, name)

    def collects_function(self, name: str) -> bool:
        """Whether a function of this name is a test."""
        return _collects(self.functions, name)


def _collects(patterns: tuple[str, ...], name: str) -> bool:
    """As pytest does it: a prefix, or a pattern when it looks like one."""
    return any(
        name.startswith(pattern) or (any(mark in pattern for mark in "*?[") and fnmatchcase(name, pattern))
        for pattern in patterns
    )
