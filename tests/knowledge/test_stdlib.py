"""The knowledge of the standard library is true of the interpreter that runs the tests."""

import asyncio
import asyncio.subprocess
import contextlib
import inspect
import sys
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from asynclint.knowledge.schema import ClassRow
from tests.knowledge.exceptions import (
    ALIASES_SINCE,
    BASES_BY_DELEGATION,
    COROUTINES_IN_OTHER_CLOTHES,
    ENTERED_FOR_NOTHING,
    ITERATED_BY_SUBCLASSES,
    NOT_BLOCKING,
    ONLY_ON_INSTANCES,
    UNWRITTEN_PARAMETERS,
    WRAPPERS,
)
from tests.knowledge.interpreter import (
    CLASSES,
    ELSEWHERE,
    FACTORIES,
    FILES,
    ancestors,
    canonical_names,
    checked_here,
    each_file,
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

pytestmark = checked_here


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


def _name(module: Any) -> str:
    return str(module.__name__)


@pytest.mark.parametrize("module", [asyncio, asyncio.subprocess, contextlib, unittest], ids=_name)
def test_every_public_coroutine_function_has_a_row(module: Any) -> None:
    known = {name for file in FILES.values() for name, fact in functions(file) if fact.is_async}
    canonical = canonical_names()
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
    known = {name for file in FILES.values() for name, _ in functions(file)} | set(CLASSES) | set(canonical_names())
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


def test_what_other_tools_call_blocking_has_a_row_or_a_reason() -> None:
    blocking = {place for file in FILES.values() for place, fact in facts(file) if fact.blocks}
    canonical = canonical_names()
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
    everything = rows | set(canonical_names()) | set(CLASSES)
    assert [name for name in ELSEWHERE if not any(f"{row}.".startswith(f"{name}.") for row in everything)] == []


def _present(stem: str) -> list[tuple[str, ClassRow]]:
    """The classes of a file that exist here."""
    return [(name, row) for name, row in FILES[stem].classes.items() if in_version(row) and types_of(name)]


def _function_gated(name: str) -> bool:
    return any(name == other and not in_version(fact) for file in FILES.values() for other, fact in functions(file))
