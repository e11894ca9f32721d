"""All facts by full name: the one place that answers what an external function or class is known to do."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from asynclint.knowledge.files import builtin_files, concerns, modules_of, read, with_packages
from asynclint.knowledge.loader import expand, load
from asynclint.knowledge.schema import ClassRow, Fact, KnowledgeFile, Want

ALWAYS = frozenset({"builtins", "asyncio", "typing", "functools", "contextlib"})
"""Modules whose facts hold even where nothing imports them."""


class Table:
    """Facts of the knowledge files that concern a program. Names may be any alias; answers are the canonical rows."""

    def __init__(self, knowledge: Iterable[KnowledgeFile], target_version: tuple[int, int] = (3, 14)) -> None:
        self.functions: dict[str, Fact] = {}
        self.classes: dict[str, ClassRow] = {}
        self.names: dict[str, str] = {}
        self.values: dict[str, str] = {}
        self.parameters: dict[str, dict[str, str]] = {}
        """By the name of a parameter and a top-level module: its type in files that import that module."""
        self._canonical: dict[str, str] = {}
        self._ancestors: dict[str, list[tuple[str, ClassRow]]] = {}
        self._methods: dict[tuple[str, str], tuple[str, Fact] | None] = {}
        for file in knowledge:
            self._add(file, target_version)

    @classmethod
    def load(
        cls,
        modules: Iterable[str] | None = None,
        extra: Sequence[Path] = (),
        target_version: tuple[int, int] = (3, 14),
    ) -> "Table":
        """Read the built-in files that concern the imported ``modules`` (None: all), and the project's own.

        Raises UsageError when a file is not well-formed.
        """
        wanted = None if modules is None else with_packages((*modules, *ALWAYS))
        rows = [read(path) for path in builtin_files() if wanted is None or concerns(modules_of(path), wanted)]
        rows.extend(load(path) for path in extra)
        return cls(rows, target_version)

    def _add(self, file: KnowledgeFile, version: tuple[int, int]) -> None:
        self.names.update({_bare(alias): _bare(name) for alias, name in file.names.items()})
        self.values.update(file.values)
        for name, kind in file.parameters.items():
            tops = {module.partition(".")[0] for module in file.header.modules}
            self.parameters.setdefault(name, {}).update(dict.fromkeys(tops, kind))
        for key, fact in file.functions.items():
            if _valid(fact, version):
                for name in expand(key):
                    self.functions[_bare(name)] = fact
        for full_name, row in file.classes.items():
            name = _bare(full_name)
            if _valid(row, version):
                self.classes[name] = msgspec.structs.replace(
                    row, methods=_expanded(row.methods, version), properties=_expanded(row.properties, version)
                )
                self.names.update(dict.fromkeys(row.aliases, name))

    def canonical(self, name: str) -> str:
        """The name under which the facts stand; parts of a dotted name may be aliases of classes."""
        known = self._canonical.get(name)
        if known is None:
            known = self._canonical[name] = self._resolved(name)
        return known

    def _resolved(self, name: str) -> str:
        name = _bare(name)
        if name in self.names:
            return self.names[name]
        head, dot, last = name.rpartition(".")
        if dot and head in self.names:
            return f"{self.names[head]}.{last}"
        return name

    def function(self, name: str) -> Fact | None:
        """The fact of a function, of constructing a class, or of a method named ``Class.method``."""
        name = self.canonical(name)
        fact = self.functions.get(name)
        if fact is not None:
            return fact
        row = self.classes.get(name)
        if row is not None:
            return row.construct
        head, _, last = name.rpartition(".")
        found = self.method(head, last)
        return found[1] if found else None

    def cls(self, name: str) -> ClassRow | None:
        """The row of a class."""
        return self.classes.get(self.canonical(name))

    def ancestors(self, name: str) -> list[tuple[str, ClassRow]]:
        """The class and the classes that it inherits from, nearest first, as far as they are known."""
        known = self._ancestors.get(name)
        if known is None:
            known = self._ancestors[name] = list(self._find_ancestors(name))
        return known

    def _find_ancestors(self, name: str) -> Iterator[tuple[str, ClassRow]]:
        seen: set[str] = set()
        waiting = [self.canonical(name)]
        while waiting:
            current = waiting.pop(0)
            row = self.classes.get(current)
            if row is None or current in seen:
                continue
            seen.add(current)
            yield current, row
            waiting.extend(self.canonical(base.partition("[")[0]) for base in row.bases)

    def method(self, name: str, method: str) -> tuple[str, Fact] | None:
        """The full name and the fact of a method, looked up through the known bases (``*`` stands for any name)."""
        key = (name, method)
        if key not in self._methods:
            self._methods[key] = self._find_method(name, method)
        return self._methods[key]

    def _find_method(self, name: str, method: str) -> tuple[str, Fact] | None:
        fallback: tuple[str, Fact] | None = None
        for owner, row in self.ancestors(name):
            fact = row.methods.get(method)
            if fact is not None:
                return f"{owner}.{method}", fact
            if fallback is None and "*" in row.methods and not method.startswith("_"):
                listed = method in row.attributes or method in row.properties
                fallback = None if listed else (f"{owner}.{method}", row.methods["*"])
        return fallback

    def attribute(self, name: str, attribute: str) -> str | None:
        """The type of an attribute or property."""
        for _, row in self.ancestors(name):
            if attribute in row.attributes:
                return row.attributes[attribute]
            if attribute in row.properties:
                return row.properties[attribute].returns
        return None

    @cached_property
    def keyword_attributes(self) -> frozenset[str]:
        """The names of all attributes that hold the keyword arguments with which something was made."""
        return frozenset(attribute for row in self.classes.values() for attribute in row.keywords_of)

    def keywords_of(self, name: str, attribute: str) -> str | None:
        """The class whose keyword arguments an attribute holds."""
        return next(
            (row.keywords_of[attribute] for _, row in self.ancestors(name) if attribute in row.keywords_of), None
        )

    def inherits(self, name: str, ancestor: str) -> bool:
        """Whether a class is, as far as is known, ``ancestor`` or one of its subclasses."""
        ancestor = self.canonical(ancestor)
        if self.canonical(name) == ancestor:
            return True
        return any(owner == ancestor for owner, _ in self.ancestors(name))

    @cached_property
    def blocking_names(self) -> dict[str, frozenset[str]]:
        """The last names of all callables that are known to block, with the top-level modules that have such ones."""
        found: dict[str, set[str]] = {}

        def add(name: str, owner: str) -> None:
            top = owner.partition(".")[0] if "." in owner else "builtins"
            found.setdefault(name.rpartition(".")[2], set()).add(top)

        for name, fact in self.functions.items():
            if fact.blocks:
                add(name, name)
        for name, row in self.classes.items():
            for alias in (name, *row.aliases) if row.construct.blocks else ():
                add(alias, alias)
            for method, fact in row.methods.items():
                if fact.blocks:
                    for owner in (name, *row.aliases):
                        add(method, owner)
        for alias, name in self.names.items():
            aliased = self.functions.get(name)
            if aliased is not None and aliased.blocks:
                add(alias, alias)
                add(alias, name)
        return {name: frozenset(tops) for name, tops in found.items()}

    @cached_property
    def related(self) -> dict[str, set[str]]:
        """By top-level module: the other top-level modules of which its functions and classes give objects."""
        found: dict[str, set[str]] = {}
        for name, fact in self.functions.items():
            _relate(found, name, (fact.returns,))
        for name, row in self.classes.items():
            _relate(found, name, row.bases)
            _relate(found, name, row.attributes.values())
            _relate(found, name, (row.enters, row.async_enters, row.items, row.async_items, row.waits))
            _relate(found, name, (fact.returns for fact in (*row.methods.values(), *row.properties.values())))
        return found

    @cached_property
    def awaitable_names(self) -> frozenset[str]:
        """The last names of all callables that give something to await."""
        names = {name.rpartition(".")[2] for name, fact in self.functions.items() if self._gives_awaitable(fact)}
        for name, row in self.classes.items():
            names.update(method for method, fact in row.methods.items() if self._gives_awaitable(fact))
            if row.waits:
                names.update(alias.rpartition(".")[2] for alias in (name, *row.aliases))
        for alias, name in self.names.items():
            fact = self.functions.get(name)
            if fact is not None and self._gives_awaitable(fact):
                names.add(alias.rpartition(".")[2])
        return frozenset(names)

    @cached_property
    def makers_of_awaitables(self) -> frozenset[str]:
        """The top-level modules with classes of which every method, whatever its name, gives something to await."""
        made = (name for name, row in self.classes.items() if "*" in row.methods)
        return frozenset(
            name.partition(".")[0] for name in made if self._gives_awaitable(self.classes[name].methods["*"])
        )

    def _gives_awaitable(self, fact: Fact) -> bool:
        """Whether calling gives what its type, or the row of its class, says can be awaited."""
        if gives_awaitable(fact):
            return True
        row = self.cls(fact.returns.partition("[")[0]) if fact.returns else None
        return row is not None and bool(row.waits)

    @cached_property
    def plain_names(self) -> frozenset[str]:
        """The last names of all callables of which calling one gives nothing to await, classes among them."""
        names = {name.rpartition(".")[2] for name, fact in self.functions.items() if _may_be_plain(fact)}
        for name, row in self.classes.items():
            names.update(alias.rpartition(".")[2] for alias in (name, *row.aliases))
            names.update(method for method, fact in row.methods.items() if _may_be_plain(fact))
        return frozenset(names)

    @cached_property
    def spawning_names(self) -> frozenset[str]:
        """The last names of all callables that start a task."""
        names = {name for name, fact in self.functions.items() if fact.spawns}
        names.update(alias for alias, name in self.names.items() if name in names)
        names.update(method for row in self.classes.values() for method, fact in row.methods.items() if fact.spawns)
        return frozenset(name.rpartition(".")[2] for name in names)

    @cached_property
    def loop_only_names(self) -> frozenset[str]:
        """The last names of all callables that only the thread of the loop may call."""
        names = {name.rpartition(".")[2] for name, fact in self.functions.items() if fact.loop_only}
        names.update(method for row in self.classes.values() for method, fact in row.methods.items() if fact.loop_only)
        return frozenset(names)

    @cached_property
    def wanting_names(self) -> dict[Want, frozenset[str]]:
        """The last names of all callables that use an argument in a way, by that way."""
        found: dict[Want, set[str]] = {}
        facts = [*self.functions.items(), *((name, row.construct) for name, row in self.classes.items())]
        facts += [(method, fact) for row in self.classes.values() for method, fact in row.methods.items()]
        facts += [(alias, self.functions[name]) for alias, name in self.names.items() if name in self.functions]
        for name, fact in facts:
            for want in fact.wants.values():
                found.setdefault(want, set()).add(name.rpartition(".")[2])
        return {want: frozenset(names) for want, names in found.items()}

    @cached_property
    def async_object_names(self) -> frozenset[str]:
        """The last names of all callables that give objects for ``async with`` and ``async for``."""
        classes = {name for name, row in self.classes.items() if row.async_enters or row.async_items}
        names = {alias.rpartition(".")[2] for name in classes for alias in (name, *self.classes[name].aliases)}

        def add(name: str, fact: Fact) -> None:
            words = _NAMES.findall(fact.returns or "")
            if any(word in classes or "Async" in word for word in words):
                names.add(name.rpartition(".")[2])

        for name, fact in self.functions.items():
            add(name, fact)
        for row in self.classes.values():
            for method, fact in row.methods.items():
                add(method, fact)
        return frozenset(names)

    @cached_property
    def modules(self) -> frozenset[str]:
        """The top-level modules of whose functions and classes something is known."""
        return frozenset(name.partition(".")[0] for name in (*self.functions, *self.classes) if "." in name)

    @cached_property
    def open_modules(self) -> frozenset[str]:
        """Top-level modules with classes of which every method blocks or is awaitable, whatever its name."""
        return frozenset(name.partition(".")[0] for name, row in self.classes.items() if "*" in row.methods)


def gives_awaitable(fact: Fact) -> bool:
    """Whether calling gives a coroutine, a task, a future or a Deferred."""
    if fact.is_async:
        return True
    returns = fact.returns or ""
    return any(word in returns for word in ("Future", "Task", "Deferred", "Coroutine", "Awaitable", "Async"))


def _may_be_plain(fact: Fact) -> bool:
    return not gives_awaitable(fact) or "concurrent" in (fact.returns or "")


def _relate(found: dict[str, set[str]], name: str, types: Iterable[str | None]) -> None:
    tops = {top for text in types if text for top in _TOPS.findall(text)}
    if tops:
        found.setdefault(name.partition(".")[0], set()).update(tops)


_NAMES = re.compile(r"[A-Za-z_][\w.]*")
_TOPS = re.compile(r"(?<![\w.])([A-Za-z_]\w*)\.")


def _valid(row: Fact | ClassRow, version: tuple[int, int]) -> bool:
    since, until = _version(row.since), _version(row.until)
    return (since is None or since <= version) and (until is None or version <= until)


def _bare(name: str) -> str:
    return name.removeprefix("builtins.")


def _version(text: str | None) -> tuple[int, ...] | None:
    return None if text is None else tuple(int(part) for part in text.split("."))


def _expanded(methods: dict[str, Fact], version: tuple[int, int]) -> dict[str, Fact]:
    return {name: fact for key, fact in methods.items() if _valid(fact, version) for name in key.split()}
