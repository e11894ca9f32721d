"""The knowledge files are true of the distributions that are installed.

They need those of ``requirements.txt`` beside this file; a file whose distribution is not installed is skipped.
"""

import contextlib
import functools
import importlib
import importlib.metadata
import importlib.util
import inspect
import os
import re
import types
import warnings
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from asynclint.knowledge.loader import expand
from asynclint.knowledge.schema import ClassRow, Fact, KnowledgeFile
from tests.knowledge.tables import OURS, label, names_in, read, types_of

PLAIN_BUT_AWAITABLE = (
    "aioodbc.cursor.Cursor.*",
    "redis.asyncio.Redis.*",
    "weaviate.WeaviateAsyncClient.*",
    "weaviate.collections.collections.async_.*",
)
"""Rows that say ``is-async`` of what is no coroutine function to ``inspect``: compiled ones, and plain functions whose
result is a coroutine."""

NOT_FOUND = (
    "aiohttp.web.View.*",
    "boto3.resources.base.ServiceResource.*",
    "botocore.client.BaseClient.*",
    "discord.Client.on_*",
    "django.db.models.Model._*_manager",
    "django.http.HttpRequest.auser",
    "django.http.HttpRequest.session",
    "homeassistant.data_entry_flow.FlowHandler.async_step_*",
    "homeassistant.helpers.entity.Entity.async_update",
    "homeassistant.helpers.entity.Entity.update",
    "twisted.web.resource.Resource.render_*",
)
"""Rows for names that only exist on another platform or in another version, or that are made when first asked for."""

NOT_IMPORTABLE = ("aioodbc", "pyodbc")
"""Modules that need something besides their distribution: a native library, a display, a configured project."""


@functools.cache
def _prepare(distribution: str) -> None:
    """What a distribution needs before its modules can be imported."""
    if distribution == "django":
        settings = importlib.import_module("django.conf").settings
        settings.configure(INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"])
        importlib.import_module("django").setup()
    elif distribution == "litellm":
        os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # importing it would fetch prices


@functools.cache
def _resolve(name: str) -> Any:
    """The object of a full name; None when it is not there."""
    parts = name.split(".")
    with warnings.catch_warnings(), contextlib.suppress(SystemExit):
        warnings.simplefilter("ignore")
        for end in range(len(parts), 0, -1):
            try:
                found: object = importlib.import_module(".".join(parts[:end]))
            except ModuleNotFoundError:
                continue
            except Exception:  # whatever the import of a third party raises
                return None
            for part in parts[end:]:
                found = getattr(found, part, None)
                if found is None:
                    return None
            return found
    return None


def _member(class_: type, name: str) -> Any:
    for base in class_.__mro__:
        if name in base.__dict__:
            found = base.__dict__[name]
            return found.__func__ if isinstance(found, staticmethod | classmethod) else found
    try:
        return getattr(class_, name, None)
    except Exception:  # descriptors may refuse to be read from the class
        return True


@functools.cache
def _source(class_: type) -> str:
    """The text of the files that define the class and its bases: ``__module__`` often names a public module instead."""
    files = {
        member.__code__.co_filename
        for base in class_.__mro__[:-1]
        for member in vars(base).values()
        if inspect.isfunction(member)
    }
    sources = []
    for file in files:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            sources.append(Path(file).read_text(encoding="utf-8"))
    return "\n".join(sources)


def _has_member(class_: type, name: str) -> bool:
    if _member(class_, name) is not None or any(name in vars(base) for base in class_.__mro__):
        return True
    annotations = {key for base in class_.__mro__ for key in vars(base).get("__annotations__", {})}
    if name in annotations or name in getattr(class_, "model_fields", {}):
        return True
    source = _source(class_)
    named = rf"\bself\.{name}\b|\b{name}\s*[:=]|[\"']{name}[\"']|def __getattr__"
    return not source or re.search(named, source) is not None


def _is_coroutine_function(function: Any) -> bool:
    while function is not None:
        while isinstance(function, functools.partial | functools.partialmethod):
            function = function.func
        if inspect.iscoroutinefunction(function):
            return True
        returned = str((getattr(function, "__annotations__", None) or {}).get("return"))
        if re.search(r"(^|\| |Union\[)(typing\.|collections\.abc\.)?(Awaitable|Coroutine)\b", returned):
            return True
        function = getattr(function, "__wrapped__", None)
    return False


def _is_real_coroutine_function(function: Any) -> bool:
    return inspect.isfunction(function) and inspect.iscoroutinefunction(function)


def _parameters(function: Any) -> list[inspect.Parameter] | None:
    try:
        return list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):
        return None


def _takes(parameters: list[inspect.Parameter], argument: str, *, bound: bool) -> bool:
    kinds = {parameter.kind for parameter in parameters}
    if argument == "*":
        return True
    if argument.isdigit():
        positional = [p for p in parameters if p.kind in {p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD}]
        return inspect.Parameter.VAR_POSITIONAL in kinds or int(argument) < len(positional) - bound
    return inspect.Parameter.VAR_KEYWORD in kinds or any(parameter.name == argument for parameter in parameters)


def _arguments(fact: Fact) -> Iterator[str]:
    yield from fact.hands
    yield from fact.ignores_awaitables
    for condition in (*fact.unless, *fact.only_if, *fact.keeps_unless):
        for part in condition.split(" and "):
            found = re.match(r"!?(\w+|\*)", part)
            if found:
                yield found[1]


def _listed(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _problems(name: str, fact: Fact, found: Any, *, method: bool) -> Iterator[str]:
    function = getattr(found, "__func__", found)
    if fact.is_async and not _is_coroutine_function(function) and not _listed(name, PLAIN_BUT_AWAITABLE):
        yield f"{name}: not a coroutine function"
    if not fact.is_async and not isinstance(found, type) and _is_real_coroutine_function(function):
        yield f"{name}: a coroutine function, but the row does not say so"
    if inspect.isasyncgenfunction(function) and not re.match(
        r"(collections\.abc|typing)\.Async(Iterator|Generator|Iterable)|tornado", fact.returns or ""
    ):
        yield f"{name}: an async generator, but the row says {fact.returns}"
    wrapped = getattr(function, "__wrapped__", None)
    if wrapped is not None and inspect.isasyncgenfunction(wrapped) and not inspect.isasyncgenfunction(function):
        context_manager = "contextmanager" in getattr(getattr(function, "__code__", None), "co_filename", "contextlib")
        if context_manager and fact.is_async:
            yield f"{name}: an async context manager, not a coroutine"
    parameters = _parameters(found)
    if parameters is None:
        return
    first = parameters[0].name if parameters else ""
    bound = method and inspect.isfunction(found) and first in {"self", "cls", "_self", "mcs"}
    for argument in _arguments(fact):
        if not _takes(parameters, argument, bound=bound):
            yield f"{name}: takes no argument {argument}"


def _check_functions(file: KnowledgeFile) -> Iterator[str]:
    for key, fact in file.functions.items():
        for name in expand(key):
            found = None if _listed(name, NOT_FOUND) else _resolve(name)
            if found is None:
                if fact.until is None and not _listed(name, NOT_FOUND):
                    yield f"{name}: not there"
            elif isinstance(found, type) and not fact.decorates and fact.is_async:
                yield f"{name}: a class, not a coroutine function"
            elif not isinstance(found, types.ModuleType):
                yield from _problems(name, fact, found, method=False)


def _check_methods(name: str, row: ClassRow, class_: type) -> Iterator[str]:
    for facts in (row.methods, row.properties):
        for key, fact in facts.items():
            for method in expand(key):
                full = f"{name}.{method}"
                if method == "*" or _listed(full, NOT_FOUND):
                    continue
                if not _has_member(class_, method):
                    if fact.until is None:
                        yield f"{full}: not there"
                    continue
                found = _member(class_, method)
                if facts is row.methods and found is not None:
                    if isinstance(found, property | functools.cached_property):
                        yield f"{full}: a property, not a method"
                    yield from _problems(full, fact, found, method=True)


def _check_hooks(name: str, row: ClassRow, class_: type) -> Iterator[str]:
    for attribute in row.attributes:
        if not _has_member(class_, attribute) and not _listed(f"{name}.{attribute}", NOT_FOUND):
            yield f"{name}.{attribute}: not there"
    for method in (*row.loop_methods, *row.awaited_methods, *row.thread_methods):
        found = _member(class_, method)
        if found is None and not row.open and not _listed(f"{name}.{method}", NOT_FOUND):
            yield f"{name}.{method}: not there"
        if method in row.loop_methods and _is_real_coroutine_function(found):
            yield f"{name}.{method}: a coroutine function, so somebody awaits it"
    dunders = {
        "__enter__": row.enters,
        "__aenter__": row.async_enters,
        "__await__": row.waits,
        "__aiter__": row.async_items,
    }
    for dunder, said in dunders.items():
        if said is not None and _member(class_, dunder) is None and "__getattr__" not in vars(class_):
            yield f"{name}: has no {dunder}"


def _check_class(name: str, row: ClassRow) -> Iterator[str]:
    class_ = _resolve(name)
    if class_ is None:
        if row.until is None:
            yield f"{name}: not there"
        return
    for alias in row.aliases:
        if _resolve(alias) is not class_ and not _listed(alias, NOT_FOUND):
            yield f"{alias}: not {name}"
    if not isinstance(class_, type):
        return
    yield from _problems(f"{name}()", row.construct, class_, method=False)
    for base in row.bases:
        parent = _resolve(next(iter(names_in(base.partition("[")[0]))))
        if isinstance(parent, type) and parent not in class_.__mro__ and not issubclass(class_, parent):
            yield f"{name}: does not inherit from {base}"
    yield from _check_methods(name, row, class_)
    yield from _check_hooks(name, row, class_)


def _check(file: KnowledgeFile) -> Iterator[str]:
    """What the file says and the installed distribution does not bear out."""
    yield from _check_functions(file)
    for name, row in file.classes.items():
        if not _listed(name, NOT_FOUND):
            yield from _check_class(name, row)
    for alias, name in file.names.items():
        one, other = _resolve(alias), _resolve(name)
        if (one is None or one is not other) and not _listed(alias, NOT_FOUND):
            yield f"{alias}: not {name}"
    for name in file.values:
        if _resolve(name) is None and not _listed(name, NOT_FOUND):
            yield f"{name}: not there"
    for name, type_, _ in types_of(file):
        for part in names_in(type_):
            if "." in part and _resolve(part) is None and not _listed(part, NOT_FOUND):
                yield f"{name}: {part} in its type is not there"


@pytest.mark.parametrize("path", OURS, ids=label)
def test_rows_are_true_of_the_installed_distribution(path: Path) -> None:
    file = read(path)
    try:
        importlib.metadata.version(file.header.distribution)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{file.header.distribution} is not installed")
    module = file.header.modules[0]
    _prepare(file.header.distribution)
    if module in NOT_IMPORTABLE and _resolve(module) is None:
        pytest.skip(f"{module} cannot be imported here")
    problems = sorted(set(_check(file)))
    assert not problems, "\n".join(problems)
