"""Put small projects to asynclint, in process and through the real stages, and compare with their markers."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from asynclint.config.merge import Source, merge
from asynclint.config.settings import Settings
from asynclint.engine.registry import discover
from asynclint.engine.selection import UNREADABLE
from asynclint.fixes.apply import apply
from asynclint.model.findings import Finding
from asynclint.session.linking import Judge
from asynclint.session.reading import read_file, unpack
from asynclint.session.sources import Sources
from asynclint.summarize import decode
from tests.rules import markers

EXAMPLE: Final = "example.py"
"""The name of a file to which a sample gives none."""

SUFFIXES: Final = (".py", ".pyi")


def settings(root: Path, options: Mapping[str, Any], rules: Iterable[str] = ()) -> Settings:
    """The settings of a run of the default rules and some more, changed by options as in a configuration file."""
    sources = [Source({"extend-select": list(rules)}, root), Source(options, root)]
    return merge(sources, root=root, config_file=None, requires_python=None)


def check(root: Path, files: Mapping[str, str], options: Mapping[str, Any], rules: Iterable[str] = ()) -> list[Finding]:
    """Write a project below ``root`` and return what the default rules, and some more, find in it."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    judge = Judge(settings(root, options, rules))
    paths = [str(root / name) for name in files if name.endswith(SUFFIXES)]
    readings = {path: unpack(read_file(path, judge.checks())) for path in paths}
    assert not [reading for reading in readings.values() if reading.failures or reading.summary is None], readings
    summaries = {path: decode(reading.summary) for path, reading in readings.items() if reading.summary}
    found = [replace(one, filename=path) for path, reading in readings.items() for one in reading.findings]
    judged = judge.judge(summaries, found, None, Sources({}), [str(root / name) for name in files])
    assert not judged.problems, "\n".join(map(str, judged.problems))
    return judged.findings


def mended(root: Path, files: Mapping[str, str], findings: list[Finding]) -> dict[str, str]:
    """The files with the fixes of these findings, as many as fit together."""
    result = dict(files)
    for name, text in files.items():
        fixes = [one.fix for one in findings if one.fix is not None and one.filename == str(root / name)]
        result[name] = apply(text, fixes).text
    return result


def fixed(root: Path, text: str, options: Mapping[str, Any] | None = None) -> str:
    """The text of a file after one round of fixes."""
    files = {EXAMPLE: text}
    return mended(root, files, check(root, files, options or {}))[EXAMPLE]


def written_rules() -> list[str]:
    """The codes of the rules that have a class."""
    return [code for code, row in discover().rows.items() if row.exists and code != UNREADABLE]


def differences(root: Path, files: Mapping[str, str], findings: list[Finding]) -> list[str]:
    """A sentence for each expectation that was not met and each finding that nobody expected."""
    told: list[str] = []
    for name, text in files.items():
        here = [finding for finding in findings if finding.filename == str(root / name)]
        for expected in markers.read(text) if name.endswith(SUFFIXES) else []:
            met = next((one for one in here if _meets(one, expected)), None)
            if met is None:
                part = f' with "{expected.part}"' if expected.part else ""
                told.append(f"{name}:{expected.row}: expected {expected.rule}{part}")
            else:
                here.remove(met)
        told += (f"{name}:{one.location.row}: nobody expected {one.name}: {one.message}" for one in here)
    return told


def _meets(finding: Finding, expected: markers.Expected) -> bool:
    return (finding.location.row, finding.name) == (expected.row, expected.rule) and expected.part in finding.message
