"""Defaults, then the configuration file, then ``--config`` pairs, then flags: the later source wins."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, convert

from asynclint.config.choices import DEFAULT_TARGET, TARGET_VERSIONS
from asynclint.config.option import Kind
from asynclint.config.options import OPTIONS
from asynclint.config.settings import FixChoice, Override, RuleLayer, Settings
from asynclint.model.effects import Confidence
from asynclint.model.options import RuleOptions
from asynclint.model.problems import UsageError

BASELINE_NAME: Final = "asynclint-baseline.json"
CACHE_NAME: Final = ".asynclint_cache"
_CLAUSE = re.compile(r"\s*(~=|===?|>=?|<=?|!=)\s*(\d+)(?:\.(\d+))?")


class Source(Struct, frozen=True):
    """Option values from one place. Paths and patterns among them are relative to ``base``."""

    values: Mapping[str, object]
    base: Path


def merge(sources: Sequence[Source], *, root: Path, config_file: Path | None, requires_python: str | None) -> Settings:
    """The settings of a run from its sources, the most general first. Raises UsageError for a senseless value."""
    values: dict[str, Any] = {option.name: option.default for option in OPTIONS}
    for source in sources:
        for name, value in source.values.items():
            kind = _KINDS[name]
            if kind is Kind.PATH:
                values[name] = _path(str(value), source.base)
            elif kind is Kind.PATHS:
                values[name] = tuple(_path(item, source.base) for item in _texts(value))
            elif name in _PATTERNS:
                values[name] = tuple(_pattern(item, source.base, root) for item in _texts(value))
            elif name == "per-file-ignores":
                assert isinstance(value, Mapping)
                values[name] = {_pattern(key, source.base, root): _texts(codes) for key, codes in value.items()}
            elif name == "overrides":
                values[name] = tuple(_override(table, source.base, root) for table in _tables(value))
            else:
                values[name] = value
    jobs = values["jobs"]
    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs: {jobs} processes cannot read files; at least 1")
    return Settings(
        root=root,
        config_file=config_file,
        rule_layers=tuple(layer for source in sources if (layer := _layer(source.values)) != RuleLayer()),
        per_file_ignores=values["per-file-ignores"],
        overrides=values["overrides"],
        min_confidence=Confidence(values["min-confidence"]),
        ignore_noqa=values["ignore-noqa"],
        target_version=target_version(values["target-version"], requires_python),
        python=values["python"],
        follow_dependencies=values["follow-dependencies"],
        knowledge=values["knowledge"],
        baseline=_baseline(values, root),
        diff_base=values["diff-base"],
        rule_options=_rule_options(
            values, stated=bool(values["target-version"] or _CLAUSE.search(requires_python or ""))
        ),
        fixes=_fixes(values),
        exclude=(*values["exclude"], *values["extend-exclude"]),
        force_exclude=values["force-exclude"],
        respect_gitignore=values["respect-gitignore"],
        no_cache=values["no-cache"],
        cache_dir=values["cache-dir"] or root / CACHE_NAME,
        jobs=jobs,
        output_format=values["output-format"],
    )


def _rule_options(values: Mapping[str, Any], *, stated: bool) -> RuleOptions:
    names = (name for name in RuleOptions.__struct_fields__ if name != "target_is_stated")
    told: dict[str, Any] = {name: _texts(values[name.replace("_", "-")]) for name in names}
    return RuleOptions(**told, target_is_stated=stated)


def target_version(word: str | None, requires_python: str | None) -> tuple[int, int]:
    """The oldest Python: as ``py311`` says, else the lowest that ``requires-python`` allows, else the default."""
    if word is None:
        lowest = [
            (int(major), int(minor or 0))
            for operator, major, minor in _CLAUSE.findall(requires_python or "")
            if operator in (">=", ">", "~=", "==", "===")
        ]
        known = [_version(name) for name in TARGET_VERSIONS]
        if lowest:
            return min(max(known[0], *lowest), known[-1])
    return _version(word or DEFAULT_TARGET)


def _version(word: str) -> tuple[int, int]:
    return int(word[2]), int(word[3:])


_KINDS: Final = {option.name: option.kind for option in OPTIONS}
_PATTERNS: Final = frozenset({"exclude", "extend-exclude"})


def _layer(values: Mapping[str, object]) -> RuleLayer:
    return RuleLayer(
        select=_texts(values["select"]) if "select" in values else None,
        extend_select=_texts(values.get("extend-select", ())),
        ignore=_texts(values.get("ignore", ())),
    )


def _override(table: Mapping[str, object], base: Path, root: Path) -> Override:
    confidence = table.get("min-confidence")
    return Override(
        include=tuple(_pattern(item, base, root) for item in _texts(table["include"])),
        rules=_layer(table),
        min_confidence=None if confidence is None else Confidence(str(confidence)),
    )


def _baseline(values: Mapping[str, Any], root: Path) -> Path | None:
    if values["no-baseline"]:
        return None
    usual = root / BASELINE_NAME
    return values["baseline"] or (usual if usual.is_file() else None)


def _fixes(values: Mapping[str, Any]) -> FixChoice:
    given: dict[str, Any] = {field: values[field.replace("_", "-")] for field in FixChoice.__struct_fields__}
    return convert(given, FixChoice)


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, list | tuple)
    return tuple(value)


def _tables(value: object) -> Sequence[Mapping[str, object]]:
    assert isinstance(value, list | tuple)
    return value


def _path(text: str, base: Path) -> Path:
    return Path(os.path.normpath(base / Path(text).expanduser()))


def _pattern(text: str, base: Path, root: Path) -> str:
    """Write a pattern that is relative to ``base``, or absolute, so that it is relative to ``root``.

    As in ``.gitignore``, a pattern without a slash matches at any depth.
    """
    mark = "!" if text.startswith("!") else ""
    body = text.removeprefix("!").removeprefix("./")
    if "/" not in body.rstrip("/"):
        return mark + body
    folder = base.as_posix().rstrip("/")
    absolute = body if os.path.isabs(body) else f"{folder}/{body}"
    inside = absolute.removeprefix(root.as_posix().rstrip("/") + "/")
    return f"{mark}/{inside}" if inside != absolute else mark + body
