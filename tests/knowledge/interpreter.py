"""What the running interpreter says of the names in ``rules/knowledge/stdlib``, and where it cannot be asked."""

import ast
import builtins
import csv
import functools
import importlib
import inspect
import os
import re
import select
import sys
import threading
import typing
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asynclint.knowledge.loader import expand, load
from asynclint.knowledge.schema import ClassRow, Fact, KnowledgeFile

FOLDER = Path(__file__).parents[2] / "rules" / "knowledge" / "stdlib"
FILES: dict[str, KnowledgeFile] = {path.stem: load(path) for path in sorted(FOLDER.glob("*.toml"))}
CLASSES: dict[str, ClassRow] = {name: row for file in FILES.values() for name, row in file.classes.items()}
VERSION = sys.version_info[:2]

each_file = pytest.mark.parametrize("stem", FILES)
checked_here = pytest.mark.skipif(
    sys.platform != "linux" or sys.implementation.name != "cpython" or sys.version_info >= (3, 14),
    reason="the facts are checked against CPython 3.11 to 3.13 on Linux",
)

ELSEWHERE = {
    "asyncio.ProactorEventLoop": "Windows",
    "msvcrt": "Windows",
    "os.chflags": "BSD",
    "os.lchflags": "BSD",
    "os.lchmod": "BSD",
    "os.listdrives": "Windows",
    "os.listmounts": "Windows",
    "os.listvolumes": "Windows",
    "os.path.isreserved": "Windows",
    "os.startfile": "Windows",
    "select.devpoll": "Solaris",
    "select.kqueue": "BSD",
    "selectors.DevpollSelector": "Solaris",
    "selectors.KqueueSelector": "BSD",
    "ssl.enum_certificates": "Windows",
    "ssl.enum_crls": "Windows",
    "winsound": "Windows",
    "sqlite3.Connection.enable_load_extension": "built with it switched on",
    "sqlite3.Connection.load_extension": "built with it switched on",
    "uvloop": "another distribution",
    "curses": "built with a library",
    "dbm.gnu": "built with a library",
    "dbm.ndbm": "built with a library",
    "dbm.sqlite3": "built with a library",
    "readline": "built with a library",
    "tkinter": "built with a library",
}
"""Names (and all below them) that the interpreters of Linux may lack, and where they are found."""


def elsewhere(name: str) -> bool:
    """Whether the name, or what it belongs to, may be missing here."""
    parts = name.split(".")
    return any(".".join(parts[:count]) in ELSEWHERE for count in range(1, len(parts) + 1))


class _Items(typing.TypedDict):
    """Stands for all classes of this kind."""


def _factories() -> dict[str, Any]:
    with open(os.devnull, encoding="utf-8") as lines:
        found: dict[str, Any] = {
            "csv.reader": type(csv.reader(lines)),
            "csv.writer": type(csv.writer(lines)),
            "threading.Lock": type(threading.Lock()),
            "threading.RLock": type(threading.RLock()),
            "os.ScandirIterator": type(os.scandir()),
            "typing.TypedDict": _Items,
        }
    if hasattr(select, "poll"):
        found["select.poll"] = type(select.poll())
    return found


FACTORIES = _factories()
"""Rows of classes whose documented name is a function, or that have no name, with the types that they stand for."""


@functools.cache
def resolve(name: str) -> Any:
    """The object of a full name. Raises LookupError when there is none."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = importlib.import_module(".".join(parts[:count]))
        except ImportError:
            continue
        try:
            for part in parts[count:]:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    found = getattr(found, part)
        except AttributeError:
            continue
        return found
    if hasattr(builtins, name):
        return getattr(builtins, name)
    raise LookupError(name)


def exists(name: str) -> bool:
    """Whether the interpreter knows the full name."""
    try:
        resolve(name)
    except LookupError:
        return False
    return True


def types_of(name: str) -> list[type]:
    """The types that a row stands for: the canonical one first, then its aliases."""
    found: list[type] = [FACTORIES[name]] if name in FACTORIES else []
    names = (name, *CLASSES[name].aliases)
    candidates = [typing.get_origin(resolve(one)) or resolve(one) for one in names if exists(one)]
    found.extend(one for one in candidates if inspect.isclass(one))
    return list(dict.fromkeys(found))


def in_version(row: Fact | ClassRow) -> bool:
    """Whether ``since`` and ``until`` (both inclusive) admit the running version."""
    return _number(row.since, (0, 0)) <= VERSION <= _number(row.until, (9, 9))


def _number(text: str | None, default: tuple[int, int]) -> tuple[int, int]:
    if text is None:
        return default
    major, minor = text.split(".")
    return int(major), int(minor)


def functions(file: KnowledgeFile) -> Iterator[tuple[str, Fact]]:
    """All functions of a file, one name at a time."""
    for key, fact in file.functions.items():
        for name in expand(key):
            yield name, fact


def methods(row: ClassRow) -> Iterator[tuple[str, Fact]]:
    """All methods and properties of a class, one name at a time; not the wildcard."""
    for key, fact in (*row.methods.items(), *row.properties.items()):
        for name in key.split():
            if name != "*":
                yield name, fact


def facts(file: KnowledgeFile) -> Iterator[tuple[str, Fact]]:
    """All facts of a file with the full names of what they are about."""
    yield from functions(file)
    for name, row in file.classes.items():
        yield name, row.construct
        for method, fact in methods(row):
            yield f"{name}.{method}", fact
        for kind, single in (("entering", row.entering), ("iterating", row.iterating)):
            if single is not None:
                yield f"{name} ({kind})", single


def ancestors(name: str) -> Iterator[ClassRow]:
    """The row of a class and of its known bases."""
    row = CLASSES.get(name)
    if row is not None:
        yield row
        for base in row.bases:
            yield from ancestors(base.partition("[")[0])


def member(name: str, method: str) -> Any:
    """The attribute of a class, unbound. Raises LookupError when none of the row's types has it."""
    for found in types_of(name):
        try:
            return inspect.getattr_static(found, method)
        except AttributeError:
            if hasattr(found, method):
                return getattr(found, method)
    raise LookupError(f"{name}.{method}")


def sets_on_instances(name: str, attribute: str) -> bool:
    """Whether the source of one of the classes, or of its bases, assigns ``self.attribute`` or annotates it."""
    for found in types_of(name):
        for base in found.__mro__:
            if attribute in getattr(base, "__annotations__", {}) or attribute in getattr(base, "_fields", ()):
                return True
            try:
                source = inspect.getsource(base)
            except (OSError, TypeError):
                continue
            if re.search(rf"\b(self|msg|response)\.{attribute}\b", source):
                return True
    return False


def type_names(text: str) -> Iterator[str]:
    """The names in a type, in annotation syntax."""

    def walk(node: ast.expr) -> Iterator[str]:
        match node:
            case ast.Name(id=name):
                yield name
            case ast.Attribute():
                yield ast.unparse(node)
            case ast.Subscript(value=value, slice=index):
                yield from walk(value)
                yield from walk(index)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    yield from walk(part)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                yield from walk(left)
                yield from walk(right)
            case ast.Constant(value=value) if value is None or value is ...:
                return
            case _:
                raise ValueError(f"{text!r} is not a type")

    yield from walk(ast.parse(text, mode="eval").body)


def types_in(file: KnowledgeFile) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Everything in a file that is a type: where it stands, the type, the type variables that it may use."""
    for name, fact in functions(file):
        if fact.returns:
            yield name, fact.returns, ()
    for name, value in file.values.items():
        yield name, value, ()
    for name, row in file.classes.items():
        for method, fact in methods(row):
            if fact.returns:
                yield f"{name}.{method}", fact.returns, (*row.parameters, "Self", "Made")
        for attribute, text in row.attributes.items():
            yield f"{name}.{attribute}", text, (*row.parameters, "Self")
        singles = (row.enters, row.async_enters, row.items, row.async_items, row.waits, *row.bases)
        yield from ((name, text, (*row.parameters, "Self")) for text in singles if text)


def canonical_names() -> dict[str, str]:
    """The canonical name by each other name."""
    found = {alias: name for name, row in CLASSES.items() for alias in row.aliases}
    for file in FILES.values():
        found.update(file.names)
    return found
