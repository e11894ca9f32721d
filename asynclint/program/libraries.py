"""Modules of installed libraries: read when a question leads to them, and only for their interfaces."""

from collections.abc import Mapping
from typing import Protocol

from asynclint.knowledge.schema import Fact
from asynclint.model.summary import FileSummary
from asynclint.program.index import Index
from asynclint.program.nodes import ModuleNode


class Installed(Protocol):
    """The environment in which the program is to run.

    ``facts`` say, by full name, which functions of it wait; they are empty where its source is not gone through.
    """

    facts: Mapping[str, Fact]

    def find(self, module: str) -> tuple[str, FileSummary] | None:
        """The path and the summary of an installed module, by its absolute name; None when there is none."""

    def awaitable_names(self, packages: frozenset[str]) -> frozenset[str]:
        """The names of the functions in these top-level packages that may give an awaitable."""


class Libraries:
    """The installed modules that were asked for, as nodes beside those of the program."""

    def __init__(self, index: Index, installed: Installed | None) -> None:
        self._index = index
        self._installed = installed
        self.facts: Mapping[str, Fact] = {} if installed is None else installed.facts
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

    def blocking_names(self) -> dict[str, frozenset[str]]:
        """The last names of the callables that wait, with the top-level modules that have such ones."""
        found: dict[str, set[str]] = {}
        for name in self.facts:
            top = name.partition(".")[0]
            owner, _, last = name.rpartition(".")
            found.setdefault(owner.rpartition(".")[2] if last == "__init__" else last, set()).add(top)
        return {name: frozenset(tops) for name, tops in found.items()}

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
