"""The knowledge of the standard library is true of the interpreter that runs the tests."""

import ast
import asyncio
import asyncio.subprocess
import contextlib
import inspect
import re
import sys
import unittest
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asynclint.knowledge.schema import ClassRow, Fact
from asynclint.program.types.values import CANONICAL
from tests.knowledge.interpreter import (
    CLASSES,
    ELSEWHERE,
    FACTORIES,
    FILES,
    ancestors,
    elsewhere,
    exists,
    facts,
    functions,
    in_version,
    member,
    methods,
    resolve,
    sets_on_instances,
    type_names,
    types_in,
    types_of,
)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or sys.implementation.name != "cpython" or sys.version_info >= (3, 14),
    reason="the facts are checked against CPython 3.11 to 3.13 on Linux",
)
each_file = pytest.mark.parametrize("stem", FILES)

ONLY_ON_INSTANCES = {
    "asyncio.Condition.acquire": "taken over from its lock",
    "asyncio.Condition.release": "taken over from its lock",
    "asyncio.Condition.locked": "taken over from its lock",
    "threading.Condition.acquire": "taken over from its lock",
    "threading.Condition.release": "taken over from its lock",
    "multiprocessing.Lock.acquire": "taken over from the semaphore",
    "multiprocessing.Lock.release": "taken over from the semaphore",
    "multiprocessing.RLock.acquire": "taken over from the semaphore",
    "multiprocessing.RLock.release": "taken over from the semaphore",
    "multiprocessing.Semaphore.acquire": "taken over from the semaphore",
    "multiprocessing.Semaphore.release": "taken over from the semaphore",
    "multiprocessing.context.BaseContext.Process": "an attribute of its subclasses",
    "importlib.abc.Loader.exec_module": "every loader that is of use has one",
    "io.TextIOWrapper.mode": "set by open",
    "urllib.response.addinfourl.read": "passed on to the response",
    "urllib.response.addinfourl.readline": "passed on to the response",
    "urllib.response.addinfourl.readlines": "passed on to the response",
    **{
        f"filecmp.dircmp.{name}": "found when first asked for"
        for name in ("left_list", "right_list", "common", "left_only", "right_only", "common_files", "common_dirs")
    },
    "filecmp.dircmp.same_files": "found when first asked for",
    "filecmp.dircmp.diff_files": "found when first asked for",
}
"""Methods, properties and attributes that a class does not have, though its instances do."""

ALIASES_SINCE = {
    "_thread.lock": (3, 13),
    "compression.bz2.open": (3, 14),
    "compression.gzip.open": (3, 14),
    "compression.lzma.open": (3, 14),
}
"""Other names that are not there in every version."""

COROUTINES_IN_OTHER_CLOTHES = {
    "asyncio.Condition.acquire": "only on instances",
    "typing.AsyncGenerator.aclose": "a slot, or written in C",
    "typing.AsyncGenerator.asend": "abstract, or written in C",
    "typing.AsyncGenerator.athrow": "abstract, or written in C",
    "typing.AsyncGenerator.__anext__": "written in C",
    "unittest.mock.AsyncMock.__call__": "a plain function that returns a coroutine",
}
"""Rows marked ``is-async`` of which ``inspect`` does not say that they are coroutine functions, and why they are."""

WRAPPERS = {
    "threading.activeCount": "calls active_count",
    "threading.currentThread": "calls current_thread",
    "_thread.start_new": "another object for the same function",
    "asyncio.events._get_running_loop": "the same in C and in Python",
    "ntpath": "os.path on Windows",
}
"""Names that stand for a function without being the same object."""

NOT_BLOCKING = {
    "http.client.HTTPConnection": "connects at the first request",
    "http.client.HTTPSConnection": "connects at the first request",
    "http.client.HTTPConnection.putrequest": "only fills a buffer; endheaders sends it",
    "os.execv": "the process is replaced: nothing is left to wait",
    "os.execve": "the process is replaced: nothing is left to wait",
    "os.kill": "sends a signal and does not wait",
    "os.path._joinrealpath": "private; realpath is the way in",
    "os.path.samestat": "compares two numbers",
    "queue.Queue": "making one does not wait; get and put do",
    "threading.BoundedSemaphore": "making one does not wait; acquire does",
    "threading.Condition": "making one does not wait; acquire and wait do",
    "threading.Lock": "making one does not wait; acquire does",
    "threading.RLock": "making one does not wait; acquire does",
    "threading.Semaphore": "making one does not wait; acquire does",
}
"""What other tools call blocking and we do not."""

BASES_BY_DELEGATION = {
    "typing.TypedDict": "its objects are plain dictionaries",
    "tempfile._TemporaryFileWrapper": "passes everything on to the file",
}
"""Classes whose row inherits from a class that they are not a subclass of."""

ENTERED_FOR_NOTHING = {"pathlib.Path": "until 3.12, and without effect"}

ITERATED_BY_SUBCLASSES = {"typing.IO", "typing.TextIO", "typing.BinaryIO"}

UNWRITTEN_PARAMETERS = {
    ("multiprocessing.context.BaseContext.Process", "target"): "a class, with *args here",
    ("multiprocessing.context.BaseContext.Process", "1"): "a class, with *args here",
    ("shutil.rmtree", "onexc"): "from 3.12",
}


@each_file
def test_a_file_is_about_its_module(stem: str) -> None:
    header = FILES[stem].header
    assert header.modules[0] == stem
    assert header.distribution == "python"
    for name in (*(name for name, _ in functions(FILES[stem])), *FILES[stem].classes, *FILES[stem].values):
        assert name.partition(".")[0] in header.modules, name


@each_file
def test_functions_exist_in_the_versions_that_the_row_names(stem: str) -> None:
    wrong = [
        name
        for name, fact in functions(FILES[stem])
        if exists(name) != in_version(fact) and not (elsewhere(name) and not exists(name))
    ]
    assert not wrong


@each_file
def test_classes_exist_in_the_versions_that_the_row_names(stem: str) -> None:
    wrong = [
        name
        for name, row in FILES[stem].classes.items()
        if bool(types_of(name)) != in_version(row) and not (elsewhere(name) and not types_of(name))
    ]
    assert not wrong


@each_file
def test_methods_exist_in_the_versions_that_the_row_names(stem: str) -> None:
    wrong = []
    for name, row in _present(stem):
        for method, fact in methods(row):
            full = f"{name}.{method}"
            try:
                member(name, method)
            except LookupError:
                found = full in ONLY_ON_INSTANCES
            else:
                found = True
            if found != in_version(fact) and not (elsewhere(full) and not found):
                wrong.append(full)
    assert not wrong


@each_file
def test_attributes_exist(stem: str) -> None:
    wrong = []
    for name, row in _present(stem):
        for attribute in row.attributes:
            try:
                member(name, attribute)
            except LookupError:
                if not sets_on_instances(name, attribute) and f"{name}.{attribute}" not in ONLY_ON_INSTANCES:
                    wrong.append(f"{name}.{attribute}")
        for method in (*row.loop_methods, *row.awaited_methods, *row.thread_methods):
            member(name, method)
    wrong.extend(name for name in FILES[stem].values if not exists(name) and not elsewhere(name))
    assert not wrong


@each_file
def test_properties_are_properties_and_methods_can_be_called(stem: str) -> None:
    wrong = []
    for name, row in _present(stem):
        for key, fact in row.methods.items():
            for method in key.split():
                full = f"{name}.{method}"
                if method != "*" and in_version(fact) and full not in ONLY_ON_INSTANCES and not elsewhere(full):
                    found = member(name, method)
                    if isinstance(found, property):
                        wrong.append(full)
        for key, fact in row.properties.items():
            for method in key.split():
                full = f"{name}.{method}"
                if in_version(fact) and full not in ONLY_ON_INSTANCES and callable(member(name, method)):
                    wrong.append(full)
    assert not wrong


@each_file
def test_aliases_are_the_same_objects(stem: str) -> None:
    wrong = []
    for name, row in _present(stem):
        first = types_of(name)[0]
        for alias in row.aliases:
            if not exists(alias):
                if not elsewhere(alias) and sys.version_info >= ALIASES_SINCE.get(alias, ()):
                    wrong.append(f"{alias} does not exist")
                continue
            other = resolve(alias)
            related = other is first or not inspect.isclass(other)
            if not related and not issubclass(other, first) and not issubclass(first, other):
                wrong.append(f"{alias} is not {name}")
    for alias, name in FILES[stem].names.items():
        if not exists(alias) or not exists(name):
            if not elsewhere(alias) and not _function_gated(name) and sys.version_info >= ALIASES_SINCE.get(alias, ()):
                wrong.append(f"{alias} or {name} does not exist")
        elif resolve(alias) is not resolve(name) and alias not in WRAPPERS:
            wrong.append(f"{alias} is not {name}")
    assert not wrong


@each_file
def test_bases_are_bases(stem: str) -> None:
    wrong = []
    for name, row in _present(stem):
        for base in row.bases:
            known = base.partition("[")[0]
            assert known in CLASSES, f"{name}: {known} has no row"
            if name not in BASES_BY_DELEGATION and not issubclass(types_of(name)[0], tuple(types_of(known))):
                wrong.append(f"{name} does not inherit from {known}")
    assert not wrong


@each_file
def test_async_rows_are_coroutine_functions_and_the_others_are_not(stem: str) -> None:
    wrong = []
    for name, fact in functions(FILES[stem]):
        if exists(name) and inspect.iscoroutinefunction(resolve(name)) != fact.is_async:
            wrong.append(name)
    for name, row in _present(stem):
        for method, fact in methods(row):
            full = f"{name}.{method}"
            if full in COROUTINES_IN_OTHER_CLOTHES:
                assert fact.is_async
            elif full not in ONLY_ON_INSTANCES and in_version(fact) and not elsewhere(full):
                coroutine = any(inspect.iscoroutinefunction(getattr(found, method, None)) for found in types_of(name))
                if coroutine != fact.is_async:
                    wrong.append(full)
    assert not wrong


def _public(module: Any) -> Iterator[tuple[str, Any]]:
    for name in getattr(module, "__all__", dir(module)):
        if not name.startswith("_"):
            yield f"{module.__name__}.{name}", getattr(module, name)


def _canonical() -> dict[str, str]:
    found = {alias: name for name, row in CLASSES.items() for alias in row.aliases}
    for file in FILES.values():
        found.update(file.names)
    return found


def _name(module: Any) -> str:
    return str(module.__name__)


@pytest.mark.parametrize("module", [asyncio, asyncio.subprocess, contextlib, unittest], ids=_name)
def test_every_public_coroutine_function_has_a_row(module: Any) -> None:
    known = {name for file in FILES.values() for name, fact in functions(file) if fact.is_async}
    canonical = _canonical()
    missing = []
    for name, found in _public(module):
        if inspect.iscoroutinefunction(found) and canonical.get(name, name) not in known:
            missing.append(name)
        if inspect.isclass(found) and not issubclass(found, BaseException):
            rows = list(ancestors(canonical.get(name, name)))
            listed = {method for row in rows for method, fact in methods(row) if fact.is_async}
            missing.extend(
                f"{name}.{method}"
                for method in dir(found)
                if not method.startswith("_")
                and inspect.iscoroutinefunction(getattr(found, method))
                and method not in listed
            )
    assert not missing


def test_every_public_function_and_class_of_asyncio_has_a_row() -> None:
    known = {name for file in FILES.values() for name, _ in functions(file)} | set(CLASSES) | set(_canonical())
    missing = [
        name
        for name, found in _public(asyncio)
        if callable(found) and not (inspect.isclass(found) and issubclass(found, BaseException)) and name not in known
    ]
    assert not missing


@each_file
def test_classes_say_how_they_are_entered_awaited_and_iterated(stem: str) -> None:
    wrong: list[str] = []
    for name, row in _present(stem):
        rows = [row, *ancestors(name)]
        given = {
            "__enter__": any(row.enters for row in rows),
            "__aenter__": any(row.async_enters for row in rows),
            "__await__": any(row.waits for row in rows),
            "__aiter__": any(row.async_items for row in rows),
        }
        wrong.extend(
            f"{name}{'' if said else ' does not say'}: {method}"
            for method, said in given.items()
            if said != any(hasattr(found, method) for found in types_of(name)) and name not in ENTERED_FOR_NOTHING
        )
        if (
            name not in ITERATED_BY_SUBCLASSES
            and any(row.items for row in rows)
            and not any(hasattr(found, "__iter__") or hasattr(found, "__getitem__") for found in types_of(name))
        ):
            wrong.append(f"{name}: items")
    assert not wrong


@each_file
def test_types_name_classes_that_exist(stem: str) -> None:
    wrong = []
    for place, text, variables in types_in(FILES[stem]):
        for name in type_names(text):
            known = name in variables or name in CLASSES or (exists(name) and inspect.isclass(resolve(name)))
            if not known and not elsewhere(place):
                wrong.append(f"{place}: {name}")
    assert not wrong


def test_type_variables_are_single_letters() -> None:
    """A longer name that is not bound would be taken for a class."""
    assert [name for name, row in CLASSES.items() if any(len(one) != 1 for one in row.parameters)] == []


@each_file
def test_conditions_and_hands_name_real_parameters(stem: str) -> None:
    wrong: list[str] = []
    for place, fact in facts(FILES[stem]):
        parameters = _parameters(place)
        if parameters is None or not in_version(fact):
            continue
        wrong.extend(
            f"{place}: {argument}"
            for argument in sorted(_arguments(fact))
            if not _accepts(parameters, argument) and (place, argument) not in UNWRITTEN_PARAMETERS
        )
    assert not wrong


@each_file
def test_conditions_compare_with_literals_constants_or_types(stem: str) -> None:
    for _, fact in facts(FILES[stem]):
        for part in _parts(fact):
            if "=" in part:
                value = part.partition("=")[2]
                if re.fullmatch(r"[a-zA-Z_]\w*(\.\w+)+", value):
                    assert exists(value) or elsewhere(value), value
                else:
                    ast.literal_eval(value)
            elif ":" in part:
                assert inspect.isclass(resolve(part.partition(":")[2]))


def test_no_name_is_given_twice() -> None:
    names = Counter(name for file in FILES.values() for name, _ in functions(file))
    names.update(CLASSES_OF_ALL_FILES)
    names.update(alias for file in FILES.values() for alias in file.names)
    names.update(alias for row in CLASSES.values() for alias in row.aliases)
    assert [name for name, count in names.items() if count > 1] == []


CLASSES_OF_ALL_FILES = [name for file in FILES.values() for name in file.classes]


def test_no_member_is_given_twice() -> None:
    wrong: list[str] = []
    for name, row in CLASSES.items():
        members = Counter([*(method for method, _ in methods(row)), *row.attributes])
        wrong.extend(f"{name}.{method}" for method, count in members.items() if count > 1)
    assert not wrong


def test_no_alias_leads_away_from_a_name_that_the_program_uses() -> None:
    """The program compares classes with these names after asking for the canonical one."""
    canonical = _canonical()
    assert {name: canonical[name] for name in CANONICAL.values() if name in canonical} == {}


def test_names_lead_to_rows() -> None:
    known = {name for file in FILES.values() for name, _ in functions(file)}
    assert [name for file in FILES.values() for name in file.names.values() if name not in known] == ["os.path"] * 2


@each_file
def test_types_are_known_wherever_the_file_is_relevant(stem: str) -> None:
    """A row of one file that returns a class of another is of use only when both files are read."""
    always = {"builtins", "asyncio", "typing", "functools", "contextlib"}
    homes = {name: set(file.header.modules) for file in FILES.values() for name in file.classes}
    wrong = set()
    for place, text, _ in types_in(FILES[stem]):
        for name in type_names(text):
            home = homes.get(name)
            if home and not home & always and stem not in home and name not in FILES[stem].classes:
                wrong.add(f"{place}: {name}")
    assert not wrong


def test_what_other_tools_call_blocking_has_a_row_or_a_reason() -> None:
    blocking = {place for file in FILES.values() for place, fact in facts(file) if fact.blocks}
    canonical = _canonical()
    for name in CLASSES:
        inherited = (method for row in ancestors(name) for method, fact in methods(row) if fact.blocks)
        blocking.update(f"{name}.{method}" for method in inherited)
    missing = []
    listed = Path(__file__).with_name("known_blocking.txt").read_text(encoding="utf-8").split()
    for name in listed:
        if name.endswith(".*"):
            covered = any(place.startswith(name[:-1]) for place in blocking)
        else:
            covered = canonical.get(name, name) in blocking
        if covered == (name in NOT_BLOCKING):
            missing.append(name)
    assert not missing
    assert set(NOT_BLOCKING) <= set(listed)


def test_exceptions_are_needed() -> None:
    rows = {place for file in FILES.values() for place, _ in facts(file)}
    attributes = {f"{name}.{attribute}" for name, row in CLASSES.items() for attribute in row.attributes}
    assert set(ONLY_ON_INSTANCES) | set(COROUTINES_IN_OTHER_CLOTHES) <= rows | attributes
    assert {place for place, _ in UNWRITTEN_PARAMETERS} <= rows
    assert set(FACTORIES) | set(BASES_BY_DELEGATION) <= set(CLASSES)
    everything = rows | set(_canonical()) | set(CLASSES)
    assert [name for name in ELSEWHERE if not any(f"{row}.".startswith(f"{name}.") for row in everything)] == []


def _present(stem: str) -> list[tuple[str, ClassRow]]:
    """The classes of a file that exist here."""
    return [(name, row) for name, row in FILES[stem].classes.items() if in_version(row) and types_of(name)]


def _function_gated(name: str) -> bool:
    return any(name == other and not in_version(fact) for file in FILES.values() for other, fact in functions(file))


def _parts(fact: Fact) -> Iterator[str]:
    for condition in (*fact.unless, *fact.only_if, *fact.keeps_unless):
        yield from condition.split(" and ")


def _arguments(fact: Fact) -> set[str]:
    named = {re.split(r"[!|]?=|:", part.removeprefix("!"))[0] for part in _parts(fact)}
    return (named | set(fact.hands) | set(fact.ignores_awaitables)) - {"*"}


def _parameters(place: str) -> list[inspect.Parameter] | None:
    """The parameters at a place of a file, without the receiver; None where there is no signature."""
    head, _, last = place.rpartition(".")
    try:
        if place in CLASSES:
            found = types_of(place)
            return list(inspect.signature(found[0]).parameters.values()) if found else None
        if head not in CLASSES:
            return list(inspect.signature(resolve(place)).parameters.values())
        raw = member(head, last)
        bound = isinstance(raw, classmethod)
        function = raw.__func__ if isinstance(raw, classmethod | staticmethod) else raw
        parameters = list(inspect.signature(function).parameters.values())
        return parameters if isinstance(raw, staticmethod) and not bound else parameters[1:]
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _accepts(parameters: list[inspect.Parameter], argument: str) -> bool:
    kinds = inspect.Parameter
    if argument.isdigit():
        positional = [one for one in parameters if one.kind in {kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD}]
        return int(argument) < len(positional) or any(one.kind is kinds.VAR_POSITIONAL for one in parameters)
    by_name = {one.name for one in parameters if one.kind in {kinds.KEYWORD_ONLY, kinds.POSITIONAL_OR_KEYWORD}}
    return argument in by_name or any(one.kind is kinds.VAR_KEYWORD for one in parameters)
