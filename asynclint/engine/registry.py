"""Which rules there are, how people call them, and how their classes are found.

Lookups need the ledger only. The modules of the built-in rules are imported by ``Registry.classes``, once, to run.
"""

import difflib
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from inspect import isclass
from types import ModuleType
from typing import Final

import asynclint.rules
from asynclint.engine import ledger
from asynclint.engine.ledger import Row
from asynclint.model.problems import UsageError
from asynclint.rule import CommentRule, FileRule, ProgramRule, Rule

PLUGIN_GROUP: Final = "asynclint.rules"
EVERYTHING: Final = "ALL"

_PREFIX = re.compile(r"([A-Z]+)\d*")
_BASES = (Rule, FileRule, ProgramRule, CommentRule)


class Registry:
    """All rules by code, name, alias and prefix.

    ``rows`` are the rules in the ledger's order, ``plugins`` the classes of those that the ledger does not know.
    """

    def __init__(self, rows: Iterable[Row], plugins: Iterable[type[Rule]] = ()) -> None:
        """Raises UsageError if a plug-in takes the code or name of another rule."""
        self._plugins = {rule.code: rule for rule in plugins}
        self.rows: Mapping[str, Row] = {row.code: row for row in rows}
        taken = {word for row in self.rows.values() for word in (row.code, row.name)}
        for rule in self._plugins.values():
            if clash := {rule.code, rule.name} & taken:
                raise UsageError(f"the plug-in rule `{_origin(rule)}` takes `{min(clash)}`, which is another rule's")
        self.rows |= {code: ledger.row_of(rule) for code, rule in self._plugins.items()}
        self._aliases = _index((alias, row.code) for row in self.rows.values() for alias in row.aliases)
        self._words = self._aliases | _index(
            (word, row.code) for row in self.rows.values() for word in (row.code, row.name)
        )

    def named(self, word: str) -> frozenset[str]:
        """The codes of the rules that have ``word`` as code, name or alias. Codes may be written in lower case."""
        return _look_up(self._words, word)

    def aliased(self, word: str) -> frozenset[str]:
        """The codes of the rules that have ``word`` as an alias."""
        return _look_up(self._aliases, word)

    def is_alias(self, word: str) -> bool:
        """Whether ``word`` is an alias, and no code or name of another rule."""
        return bool(codes := self.aliased(word)) and codes == self.named(word)

    def covered(self, selector: str) -> frozenset[str]:
        """The codes that a selector stands for: a word as in ``named``, ``ALL``, or a prefix of codes or aliases.

        A prefix is letters and digits (``AL``, ``AL1``, ``ASYNC2``). An empty answer: the selector is unknown.
        """
        if selector == EVERYTHING:
            return frozenset(self.rows)
        if exact := self.named(selector):
            return exact
        match = _PREFIX.fullmatch(selector)
        if match is None:
            return frozenset()
        family = match[1]
        return frozenset(
            code
            for word, codes in self._words.items()
            if word.startswith(selector) and word.rstrip("0123456789") == family
            for code in codes
        )

    def nearest(self, word: str) -> str | None:
        """The known code, name or alias that looks most like ``word``, if any does."""
        for attempt in (word, word.lower(), word.upper()):
            if near := difflib.get_close_matches(attempt, self._words, n=1):
                return near[0]
        return None

    @cached_property
    def classes(self) -> Mapping[str, type[Rule]]:
        """The class of each rule that exists, by code. Importing a broken rule module raises what it raises."""
        found = {rule.code: rule for module in _builtin_modules() for rule in _rules_of(module)}
        return found | self._plugins


def discover() -> Registry:
    """The rules of the ledger and those of installed plug-ins.

    Raises UsageError if the ledger is broken or a plug-in cannot be loaded.
    """
    rows = ledger.read(ledger.folder() / "ledger.toml")
    plugins = [rule for point in entry_points(group=PLUGIN_GROUP) for rule in _plugin_rules(point)]
    return Registry(rows, plugins)


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    index: defaultdict[str, set[str]] = defaultdict(set)
    for word, code in pairs:
        index[word].add(code)
    return {word: frozenset(codes) for word, codes in index.items()}


def _look_up(index: Mapping[str, frozenset[str]], word: str) -> frozenset[str]:
    return index.get(word) or index.get(word.upper(), frozenset())


def _builtin_modules() -> Iterator[ModuleType]:
    """The modules of the rules: those in a sub-folder of ``rules`` whose name does not start with ``_``."""
    for folder in pkgutil.iter_modules(asynclint.rules.__path__, f"{asynclint.rules.__name__}."):
        if folder.ispkg:
            package = importlib.import_module(folder.name)
            for module in pkgutil.iter_modules(package.__path__):
                if not module.name.startswith("_"):
                    yield importlib.import_module(f"{folder.name}.{module.name}")


def _rules_of(module: ModuleType) -> Iterator[type[Rule]]:
    """The rules that a module defines; what it imports, and shared bases without a code, are none."""
    for value in vars(module).values():
        if isclass(value) and issubclass(value, Rule) and value.__module__ == module.__name__ and "code" in vars(value):
            yield value


def _plugin_rules(point: EntryPoint) -> Iterator[type[Rule]]:
    """The rule, or the rules of the module, that an entry point names."""
    try:
        value = point.load()
    except Exception as error:
        message = f"the rules `{point.value}` of a plug-in cannot be loaded: {type(error).__name__}: {error}"
        raise UsageError(message) from error
    if isinstance(value, ModuleType):
        yield from _rules_of(value)
    elif isclass(value) and issubclass(value, Rule) and value not in _BASES:
        yield value
    else:
        raise UsageError(f"the entry point `{point.value}` of a plug-in is neither a rule nor a module of rules")


def _origin(rule: type[Rule]) -> str:
    return f"{rule.__module__}.{rule.__qualname__}"
