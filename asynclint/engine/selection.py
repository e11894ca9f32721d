"""Which rules are to run, and on which files their findings count.

The more specific selector wins, as in ruff: ``ALL``, then a family (``AL``), then longer and longer prefixes, then one
rule by code, name or alias. At equal specificity ``ignore`` wins over ``select``. A rule that nothing but aliases
selects reports what these mean, where the rule knows them to mean parts of what it reports.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from pathspec import GitIgnoreSpec

from asynclint.engine.registry import EVERYTHING, Registry
from asynclint.model.findings import Finding
from asynclint.model.problems import UsageError

UNREADABLE: Final = "AL000"
"""A file that cannot be parsed was not checked. That is told whatever is selected, unless it is ignored."""


class Selectors(Struct, frozen=True):
    """What one source (the configuration, the command line) says; ``select`` is None when it does not say."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Exempt:
    """The rules that do not count in the files of a glob: a pattern as in ``.gitignore``, inverted by ``!``."""

    def __init__(self, glob: str, codes: frozenset[str]) -> None:
        self._spec = GitIgnoreSpec.from_lines([glob.removeprefix("!")])
        self._inverted = glob.startswith("!")
        self.codes = codes

    def concerns(self, relative: str) -> bool:
        """Whether the file is one of the glob's; its path is relative to the project's root."""
        return self._spec.match_file(relative) is not self._inverted


class Selection:
    """The codes to run, the exceptions for certain files, and what people should be told about their selectors."""

    def __init__(
        self,
        codes: frozenset[str],
        exceptions: Sequence[Exempt],
        root: Path,
        warnings: Sequence[str],
        parts: Mapping[str, frozenset[str]] = MappingProxyType({}),
    ) -> None:
        self.codes = codes
        self.parts = parts
        """By code, for the rules that are selected by nothing but aliases: these aliases."""
        self.warnings = tuple(warnings)
        self._exceptions = tuple(exceptions)
        self._root = root

    def for_path(self, filename: str) -> frozenset[str]:
        """The codes whose findings count in a file, named by its absolute path."""
        path = Path(filename)
        if not self._exceptions or not path.is_relative_to(self._root):
            return self.codes
        relative = path.relative_to(self._root).as_posix()
        return self.codes.difference(*(one.codes for one in self._exceptions if one.concerns(relative)))

    def is_meant(self, finding: Finding) -> bool:
        """Whether a finding is of the part of its rule that is selected."""
        aliases = self.parts.get(finding.code)
        return aliases is None or finding.aliases is None or not aliases.isdisjoint(finding.aliases)


def resolve(
    registry: Registry,
    layers: Iterable[Selectors],
    *,
    per_file_ignores: Mapping[str, Sequence[str]],
    root: Path,
) -> Selection:
    """Combine the layers, the most general source first.

    A layer with ``select`` forgets what earlier layers selected and ignored; one without adds to it. Without any
    ``select`` the default rules are selected. The globs of ``per_file_ignores`` are patterns as in ``.gitignore``,
    relative to ``root``; one that starts with ``!`` concerns all files that it does not match.

    Raises UsageError for a selector that stands for no rule.
    """
    layers = list(layers)
    codes = _combined(registry, layers)
    warnings = list(_unwritten(registry, (selector for layer in layers for selector in _selected(layer))))
    exceptions = [
        Exempt(glob, frozenset[str]().union(*(_covered(registry, selector) for selector in selectors)))
        for glob, selectors in per_file_ignores.items()
    ]
    existing = frozenset(code for code in codes if registry.rows[code].exists)
    return Selection(existing, exceptions, root, list(dict.fromkeys(warnings)), _parts(registry, layers, existing))


def _selected(layer: Selectors) -> tuple[str, ...]:
    return (*(layer.select or ()), *layer.extend_select)


def _combined(registry: Registry, layers: Iterable[Selectors]) -> set[str]:
    codes = {code for code, row in registry.rows.items() if row.default}
    for layer in layers:
        if layer.select is not None:
            codes = registry.rows.keys() & {UNREADABLE}
        wanted = _ranked(registry, _selected(layer))
        unwanted = _ranked(registry, layer.ignore)
        for rank in sorted({*wanted, *unwanted}):
            codes |= wanted.get(rank, set())
            codes -= unwanted.get(rank, set())
    return codes


def _parts(registry: Registry, layers: Iterable[Selectors], codes: frozenset[str]) -> dict[str, frozenset[str]]:
    """The aliases by which alone rules are selected: without them, these rules are not."""
    aliases: set[str] = set()
    others: list[Selectors] = []
    for layer in layers:
        if layer.select is not None:
            aliases.clear()
        aliases.update(filter(registry.is_alias, _selected(layer)))
        select, extend = (
            words and tuple(word for word in words if not registry.is_alias(word))
            for words in (layer.select, layer.extend_select)
        )
        others.append(Selectors(select, extend or (), layer.ignore))
    if not aliases:
        return {}
    spelled = frozenset(aliases).union(alias.upper() for alias in aliases)
    return {code: spelled.intersection(registry.rows[code].aliases) for code in codes - _combined(registry, others)}


def _ranked(registry: Registry, selectors: Iterable[str]) -> dict[int, set[str]]:
    """What selectors stand for, by their specificity."""
    ranked: dict[int, set[str]] = {}
    for selector in selectors:
        ranked.setdefault(_specificity(registry, selector), set()).update(_covered(registry, selector))
    return ranked


def _specificity(registry: Registry, selector: str) -> int:
    """0 for ``ALL``, 1 for a family, 2 and more for longer prefixes, beyond all of them for one rule."""
    if selector == EVERYTHING:
        return 0
    digits = len(selector) - len(selector.rstrip("0123456789"))
    return 100 if registry.named(selector) else 1 + digits


def _covered(registry: Registry, selector: str) -> frozenset[str]:
    if codes := registry.covered(selector):
        return codes
    near = registry.nearest(selector)
    hint = f"; did you mean `{near}`?" if near else ""
    raise UsageError(f"no rule, alias or prefix is called `{selector}`{hint}")


def _unwritten(registry: Registry, selectors: Iterable[str]) -> Iterator[str]:
    """A sentence for each selector that stands for planned rules only."""
    for selector in selectors:
        rows = [registry.rows[code] for code in sorted(_covered(registry, selector))]
        if not any(row.exists for row in rows):
            names = ", ".join(f"{row.code} {row.name}" for row in rows)
            yield f"`{selector}` selects nothing: planned, but not written yet: {names}"
