"""Read what pytest's configuration files say of tests."""

import configparser
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from asynclint.model.testing import PYTEST_FILES, PytestSettings

_ALWAYS: Final = PYTEST_FILES[:4]
_AUTO_RUNNERS: Final = re.compile(r"-p\s*(?:pytest_tornasync|aiohttp\.pytest_plugin|alt_pytest_asyncio\S*)\b")
_ON: Final = re.compile(r"--asyncio-mode[= ]auto|--trio-mode|--anyio-mode[= ]auto")


def read_pytest(paths: Iterable[str]) -> dict[str, PytestSettings]:
    """The settings by folder, from the configuration files among ``paths``. A broken file says nothing."""
    by_folder: dict[str, dict[str, str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        if name in PYTEST_FILES:
            by_folder.setdefault(folder, {})[name] = path
    found: dict[str, PytestSettings] = {}
    for folder, files in by_folder.items():
        for name in PYTEST_FILES:
            table = _table(Path(files[name])) if name in files else None
            if table is not None:
                found[folder] = _settings(table)
                break
    return found


def _table(path: Path) -> Mapping[str, Any] | None:
    """The options of one file; None when it does not speak of pytest."""
    try:
        text = path.read_text(encoding="utf-8")
        if "pytest" not in text and path.name not in _ALWAYS:
            return None
        if path.suffix == ".toml":
            return _toml_table(tomllib.loads(text), path.name)
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        parser.read_string(text)
    except (OSError, ValueError, configparser.Error):
        return None
    section = "tool:pytest" if path.suffix == ".cfg" else "pytest"
    if parser.has_section(section):
        return dict(parser[section])
    return {} if path.name in _ALWAYS else None


def _toml_table(document: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    if name in _ALWAYS:
        table = document.get("pytest", {})
        return table if isinstance(table, dict) else {}
    tool = document.get("tool")
    table = tool.get("pytest") if isinstance(tool, dict) else None
    if not isinstance(table, dict):
        return None
    options = table.get("ini_options", table)
    return options if isinstance(options, dict) else None


def _settings(table: Mapping[str, Any]) -> PytestSettings:
    default = PytestSettings()
    flags = " ".join(_words(table.get("addopts")))
    auto = (
        table.get("asyncio_mode") == "auto"
        or table.get("anyio_mode") == "auto"
        or str(table.get("trio_mode", "")).lower() in ("true", "1", "yes", "on")
    )
    return PytestSettings(
        runs_coroutines=auto or bool(_ON.search(flags) or _AUTO_RUNNERS.search(flags)),
        files=_words(table.get("python_files")) or default.files,
        classes=_words(table.get("python_classes")) or default.classes,
        functions=_words(table.get("python_functions")) or default.functions,
    )


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(value.split())
    return tuple(map(str, value)) if isinstance(value, list) else ()
