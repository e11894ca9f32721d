"""Modules of installed libraries: read when a question leads to them, and only for their interfaces."""

from typing import Protocol

from asynclint.model.summary import FileSummary
from asynclint.program.index import Index, ModuleNode


class Installed(Protocol):
    """The environment in which the program is to run."""

    def find(self, module: str) -> tuple[str, FileSummary] | None:
        """The path and the summary of an installed module, by its absolute name; None when there is none."""

    def awaitable_names(self, packages: frozenset[str]) -> frozenset[str]:
        """The names of the functions in these top-level packages that may give an awaitable."""


class Libraries:
    """The installed modules that were asked for, as nodes beside those of the program."""

    def __init__(self, index: Index, installed: Installed | None) -> None:
        self._index = index
        self._installed = installed
        self._modules: dict[str, ModuleNode | None] = {}

    def module(self, name: str) -> ModuleNode | None:
        """An installed module; None for one that is not installed, or without an environment."""
        if self._installed is None:
            return None
        if name not in self._modules:
            found = self._installed.find(name)
            number = len(self._index.modules) + len(self._modules)
            self._modules[name] = None if found is None else ModuleNode(number, found[0], name, found[1], library=True)
        return self._modules[name]

    def awaitable_names(self) -> frozenset[str]:
        """The names of the functions that may give an awaitable, in the packages that the program imports."""
        if self._installed is None:
            return frozenset()
        imported = {
            name.partition(".")[0]
            for module in self._index.modules
            for name in module.summary.modules
            if not name.startswith(".")
        }
        return self._installed.awaitable_names(frozenset(imported))
