"""Read knowledge files: TOML in, typed rows out, errors that name file, table and key."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from asynclint.knowledge.schema import DECORATORS, ClassRow, Fact, KnowledgeFile
from asynclint.model.problems import UsageError


def load(path: Path) -> KnowledgeFile:
    """Read one knowledge file.

    Raises UsageError with one sentence that names the file and the table, key or line that is wrong.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot read this knowledge file: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not valid TOML: {error}") from None
    try:
        file = msgspec.convert(raw, KnowledgeFile)
    except msgspec.ValidationError as error:
        raise UsageError(f"{path}: {_place(str(error))}") from None
    for place, fact in _facts(file):
        if fact.decorates is not None and fact.decorates not in DECORATORS:
            known = ", ".join(sorted(DECORATORS))
            raise UsageError(f"{path}: {place}: `decorates = {fact.decorates!r}` is not one of {known}")
        for condition in (*fact.unless, *fact.only_if, *fact.keeps_unless):
            if not all(CONDITION.fullmatch(part) for part in condition.split(" and ")):
                raise UsageError(f"{path}: {place}: `{condition}` is not a condition on an argument")
    return file


CONDITION = re.compile(r"!?[\w*]+|\w+(=|!=|\|=).+|\w+:[\w.]+")


def expand(key: str) -> Iterator[str]:
    """The full names that a key of ``[functions]`` or of ``methods`` stands for."""
    prefix, colon, rest = key.partition(":")
    if colon:
        for word in rest.split():
            yield f"{prefix.strip()}.{word}"
    else:
        yield from key.split()


def _place(message: str) -> str:
    text, _, where = message.partition(" - at ")
    return f"{where.strip('`').removeprefix('$.')}: {text}" if where else text


def _facts(file: KnowledgeFile) -> Iterator[tuple[str, Fact]]:
    for name, fact in file.functions.items():
        yield f"functions.{name!r}", fact
    for name, row in file.classes.items():
        yield f"classes.{name!r}.construct", row.construct
        yield from _class_facts(name, row)


def _class_facts(name: str, row: ClassRow) -> Iterator[tuple[str, Fact]]:
    for kind, facts in (("methods", row.methods), ("properties", row.properties)):
        for method, fact in facts.items():
            yield f"classes.{name!r}.{kind}.{method!r}", fact
    for kind, single in (("entering", row.entering), ("iterating", row.iterating)):
        if single is not None:
            yield f"classes.{name!r}.{kind}", single
