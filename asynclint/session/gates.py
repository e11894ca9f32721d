"""Which file rules have anything to look for in a file."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from asynclint.model.summary import FileSummary
from asynclint.summarize.vocabulary import vocabulary

if TYPE_CHECKING:
    from asynclint.rule import FileRule

Rules = tuple[type["FileRule"], ...]


class _Gates(NamedTuple):
    """Those of some rules: the rules that are always asked, and the others by their words and names."""

    open: Rules
    words: "dict[str, list[type[FileRule]]]"
    names: "dict[str, list[type[FileRule]]]"


@lru_cache(maxsize=16)
def _gates(rules: Rules) -> _Gates:
    gates = _Gates(tuple(rule for rule in rules if not rule.words and not rule.names), {}, {})
    for rule in rules:
        for word in rule.words:
            gates.words.setdefault(word, []).append(rule)
        for name in rule.names:
            gates.names.setdefault(name, []).append(rule)
    return gates


def concerned(rules: Rules, text: str, summary: FileSummary) -> "Iterator[type[FileRule]]":
    """The rules that have to be asked about a file, in the given order."""
    gates = _gates(rules)
    asked = set(gates.open)
    for word, seekers in gates.words.items():
        if word in text:
            asked.update(seekers)
    for name in gates.names.keys() & vocabulary(summary):
        asked.update(gates.names[name])
    return (rule for rule in rules if rule in asked)
