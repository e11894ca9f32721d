"""The settings of one run, after defaults, files and command line were merged."""

from pathlib import Path

from msgspec import Struct

from asynclint.model.effects import Confidence
from asynclint.model.options import RuleOptions


class RuleLayer(Struct, frozen=True):
    """What one source says of the rules to run; ``select`` is None when it does not say."""

    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


class Override(Struct, frozen=True):
    """What is different in the files that a pattern of ``include`` matches."""

    include: tuple[str, ...]
    rules: RuleLayer
    min_confidence: Confidence | None = None


class FixChoice(Struct, frozen=True, kw_only=True):
    """Which findings are to be mended, and what is said of it; the rules are those that ``fixable`` selects."""

    fix: bool = False
    unsafe_fixes: bool = False
    show_fixes: bool = False
    fix_only: bool = False
    fixable: tuple[str, ...] = ("ALL",)
    extend_fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()
    fix_blocking_with: str | None = None


class Settings(Struct, frozen=True, kw_only=True):
    """All options that change what is found, and where.

    Patterns are written as in ``.gitignore`` and are relative to ``root``. ``rule_layers`` go from the most general
    source to the most special one. ``baseline`` is None where no findings are accepted, ``jobs`` for one process a
    processor.
    """

    root: Path
    config_file: Path | None
    rule_layers: tuple[RuleLayer, ...]
    per_file_ignores: dict[str, tuple[str, ...]]
    overrides: tuple[Override, ...]
    min_confidence: Confidence
    ignore_noqa: bool
    target_version: tuple[int, int]
    python: Path | None
    follow_dependencies: bool
    knowledge: tuple[Path, ...]
    baseline: Path | None = None
    diff_base: str | None = None
    rule_options: RuleOptions = RuleOptions()
    fixes: FixChoice = FixChoice()
    exclude: tuple[str, ...]
    force_exclude: bool
    respect_gitignore: bool
    no_cache: bool
    cache_dir: Path
    jobs: int | None
    output_format: str
