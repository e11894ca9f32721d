"""The knowledge files are well formed and free of contradictions."""

import builtins
from collections import Counter
from pathlib import Path

import pytest

from asynclint.knowledge.loader import expand
from tests.knowledge.tables import FILES, OURS, facts, label, names_in, read, types_of

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


@pytest.mark.parametrize("path", OURS, ids=label)
def test_file_is_well_formed(path: Path) -> None:
    file = read(path)
    assert file.header.modules
    assert file.header.versions
    for name, type_, parameters in types_of(file):
        try:
            names = list(names_in(type_))
        except (SyntaxError, ValueError) as error:
            pytest.fail(f"{name}: {type_}: {error}")
        for part in names:
            known = "." in part or part in ("Self", "Made") or part in parameters or hasattr(builtins, part)
            assert known, f"{name}: {type_}: what is {part}?"


@pytest.mark.parametrize("path", OURS, ids=label)
def test_facts_say_something_and_fit(path: Path) -> None:
    for name, fact, _ in facts(read(path)):
        if not name.endswith("()"):
            assert fact.unless == () or fact.blocks or fact.spawns, f"{name}: a condition on nothing"
        assert not (fact.is_async and fact.blocks), f"{name}: a coroutine that blocks?"
        assert not (fact.is_async and fact.decorates), f"{name}: a decorator is not async"
        assert not fact.keeps or fact.spawns, f"{name}: keeps what it does not spawn"
        for key in fact.hands:
            assert key == "*" or key.isdigit() or key.isidentifier(), f"{name}: {key} is no argument"


def test_every_name_has_one_row() -> None:
    seen: Counter[str] = Counter()
    where: dict[str, set[str]] = {}
    for path in FILES:
        file = read(path)
        names = [name for key in file.functions for name in expand(key)]
        names += [*file.classes, *(alias for row in file.classes.values() for alias in row.aliases), *file.names]
        names += [name for name in file.values if name not in file.classes]  # a class row may describe what a value is
        for name, row in file.classes.items():
            members = [word for key in (*row.methods, *row.properties) for word in expand(key)]
            names += [f"{name}.{member}" for member in (*members, *row.attributes)]
        for name in names:
            seen[name] += 1
            where.setdefault(name, set()).add(label(path))
    twice = {name: sorted(where[name]) for name, count in seen.items() if count > 1}
    assert not twice


def test_types_use_canonical_names() -> None:
    aliases: dict[str, str] = {}
    for path in FILES:
        file = read(path)
        aliases |= file.names
        aliases |= {alias: name for name, row in file.classes.items() for alias in row.aliases}
    wrong = {
        f"{label(path)}: {name}": f"{part} is {aliases[part]}"
        for path in OURS
        for name, type_, _ in types_of(read(path))
        for part in names_in(type_)
        if part in aliases and not aliases[part].startswith("typing.")  # `collections.abc` is the current spelling
    }
    assert not wrong


def test_requirements_are_those_of_the_headers() -> None:
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    pins = dict(line.removeprefix("# ").split("==") for line in lines if "==" in line)
    unpinned = {
        label(path): read(path).header.distribution
        for path in OURS
        if read(path).header.versions not in {"unchecked", pins.get(read(path).header.distribution)}
    }
    assert not unpinned
