"""Find and read configuration: TOML in, checked values by option name out, errors that name file and key."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from asynclint.config.choices import CONFIDENCES
from asynclint.config.option import Kind
from asynclint.config.options import FILE_OPTIONS, OVERRIDE_KEYS
from asynclint.model.problems import UsageError

OWN_NAME: Final = "asynclint.toml"
PROJECT_FILE: Final = "pyproject.toml"
TABLE: Final = "tool.asynclint"

Values = dict[str, object]


def nearest(start: Path) -> Path | None:
    """The configuration file in ``start`` or the closest folder above it.

    A ``pyproject.toml`` counts when it has a table ``[tool.asynclint]``. Raises UsageError for one that speaks of
    asynclint and cannot be read.
    """
    for folder in (start, *start.parents):
        if os.path.isfile(folder / OWN_NAME):
            return folder / OWN_NAME
        candidate = folder / PROJECT_FILE
        if os.path.isfile(candidate) and b"asynclint" in _bytes(candidate) and _own_table(_load(candidate)) is not None:
            return candidate
    return None


def read(path: Path) -> Values:
    """The options that a configuration file sets. Raises UsageError with a sentence that names file and key."""
    document = _load(path)
    if path.name != PROJECT_FILE:
        return check(document, str(path), "")
    table = _own_table(document)
    if table is None:
        raise UsageError(f"{path}: there is no table [{TABLE}] in this file")
    return check(table, str(path), f"{TABLE}.")


def requires_python(start: Path) -> str | None:
    """``project.requires-python`` of the ``pyproject.toml`` in ``start`` or closest above; None if there is none."""
    for folder in (start, *start.parents):
        candidate = folder / PROJECT_FILE
        if os.path.isfile(candidate):
            try:
                project = tomllib.loads(candidate.read_text(encoding="utf-8")).get("project")
            except (OSError, ValueError):
                return None
            wanted = project.get("requires-python") if isinstance(project, dict) else None
            return wanted if isinstance(wanted, str) else None
    return None


def pair(text: str) -> Values:
    """The options of ``KEY=VALUE`` as ``--config`` takes it. Raises UsageError if it is not TOML or not an option."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"--config {text!r} is neither a file nor a TOML pair KEY=VALUE: {error}") from None
    return check(document, "--config", "")


def check(table: Mapping[str, object], origin: str, prefix: str) -> Values:
    """Compare a table with the options. Raises UsageError for an unknown key or a value of a wrong type."""
    values: Values = {}
    for key, value in table.items():
        option = FILE_OPTIONS.get(key)
        if option is None:
            raise UsageError(_unknown(origin, f"{prefix}{key}", key, FILE_OPTIONS))
        if option.kind is Kind.TABLES:
            values[key] = _overrides(value, origin, f"{prefix}{key}")
        else:
            _expect(option.kind, option.choices, value, origin, f"{prefix}{key}")
            values[key] = value
    return values


def _overrides(value: object, origin: str, place: str) -> list[dict[str, object]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _wrong(Kind.TABLES, value, origin, place)
    for number, table in enumerate(value, 1):
        where = f"{place}[{number}]"
        for key, item in table.items():
            if key not in OVERRIDE_KEYS:
                raise UsageError(_unknown(origin, f"{where}.{key}", key, OVERRIDE_KEYS))
            _expect(OVERRIDE_KEYS[key], CONFIDENCES, item, origin, f"{where}.{key}")
        if "include" not in table:
            raise UsageError(f"{origin}: {where}: the key `include` is missing")
    return value


def _expect(kind: Kind, choices: tuple[str, ...], value: object, origin: str, place: str) -> None:
    match kind:
        case Kind.BOOLEAN:
            right = isinstance(value, bool)
        case Kind.NUMBER:
            right = isinstance(value, int) and not isinstance(value, bool)
        case Kind.TEXTS | Kind.PATHS:
            right = _is_texts(value)
        case Kind.MAPPING:
            right = isinstance(value, dict) and all(_is_texts(item) for item in value.values())
        case _:
            right = isinstance(value, str)
    if not right:
        raise _wrong(kind, value, origin, place)
    if kind is Kind.CHOICE and value not in choices:
        near = nearest_word(str(value), choices)
        raise UsageError(f"{origin}: {place}: {value!r} is not one of {', '.join(choices)}{near}")


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _wrong(kind: Kind, value: object, origin: str, place: str) -> UsageError:
    expected = Kind.TEXT if kind is Kind.CHOICE else kind
    return UsageError(f"{origin}: {place}: expected {expected.value}, found {value!r}")


def _unknown(origin: str, place: str, key: str, known: Iterable[str]) -> str:
    return f"{origin}: {place}: there is no such option{nearest_word(key.replace('_', '-'), known)}"


def nearest_word(word: str, known: Iterable[str]) -> str:
    """The end of a sentence that asks for the known word most like this one; empty if none is."""
    from difflib import get_close_matches

    near = get_close_matches(word, known, n=1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _own_table(document: Mapping[str, object]) -> dict[str, object] | None:
    tool = document.get("tool")
    table = tool.get("asynclint") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: this configuration cannot be read: {error.strerror}") from None


def _load(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(_bytes(path).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: this configuration is not UTF-8: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from None
