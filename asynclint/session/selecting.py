"""Which rules count where: the engine's selection, and the settings' overrides for certain files."""

from collections.abc import Sequence
from functools import cache

from asynclint.config.settings import Override, RuleLayer, Settings
from asynclint.engine.registry import Registry
from asynclint.engine.selection import Selection, Selectors, resolve
from asynclint.model.effects import Confidence
from asynclint.model.findings import Finding
from asynclint.session.patterns import Patterns


class Choice(Selection):
    """A selection whose codes and least confidence depend on the file.

    ``codes`` are those of any file, ``minimum`` the weakest confidence that counts in any file.
    """

    def __init__(self, registry: Registry, settings: Settings) -> None:
        """Raises UsageError for a selector that stands for no rule."""
        self._registry = registry
        self._settings = settings
        self._overrides = [(Patterns(one.include, str(settings.root)), one) for one in settings.overrides]
        self._resolved = cache(self._resolve)
        self._matching = cache(self._match)
        base = self._resolved(())
        special = [self._resolved((one,)) for one in settings.overrides]
        super().__init__(base.codes.union(*(one.codes for one in special)), (), settings.root, base.warnings)
        minima = [settings.min_confidence, *(one.min_confidence for one in settings.overrides if one.min_confidence)]
        self.minimum: Confidence = max(minima, key=lambda confidence: confidence.rank)

    def fixable(self) -> frozenset[str]:
        """The codes whose fixes may be made. Raises UsageError for a selector that stands for no rule."""
        fixes = self._settings.fixes
        selectors = Selectors(fixes.fixable, fixes.extend_fixable, fixes.unfixable)
        return resolve(self._registry, [selectors], per_file_ignores={}, root=self._settings.root).codes

    @property
    def selectors(self) -> frozenset[str]:
        """How the rules were selected, as people wrote it; overrides for certain files do not count."""
        found: set[str] = set()
        for layer in self._settings.rule_layers:
            if layer.select is not None:
                found.clear()
            found.update(layer.select or (), layer.extend_select)
        return frozenset(found)

    def for_path(self, filename: str) -> frozenset[str]:
        """The codes whose findings count in a file."""
        return self._in_file(filename).for_path(filename)

    def _in_file(self, filename: str) -> Selection:
        return self._resolved(self._matching(filename))

    def counts(self, finding: Finding) -> bool:
        """Whether the finding's rule, or its part, is selected for its file, and it is as sure as is asked there."""
        minimum = self._settings.min_confidence
        for override in self._matching(finding.filename):
            minimum = override.min_confidence or minimum
        selection = self._in_file(finding.filename)
        counts = finding.confidence.rank <= minimum.rank and finding.code in selection.for_path(finding.filename)
        return counts and selection.is_meant(finding)

    def _match(self, filename: str) -> tuple[Override, ...]:
        return tuple(override for patterns, override in self._overrides if patterns.cover(filename, is_folder=False))

    def _resolve(self, overrides: Sequence[Override]) -> Selection:
        layers = [*self._settings.rule_layers, *(override.rules for override in overrides)]
        return resolve(
            self._registry,
            [_selectors(layer) for layer in layers],
            per_file_ignores=self._settings.per_file_ignores,
            root=self._settings.root,
        )


def _selectors(layer: RuleLayer) -> Selectors:
    return Selectors(layer.select, layer.extend_select, layer.ignore)
