"""Conditions and hand-overs of the standard library name parameters and values that the functions have."""

import ast
import inspect
import re
from collections.abc import Iterator

from asynclint.knowledge.schema import Fact
from tests.knowledge.exceptions import UNWRITTEN_PARAMETERS
from tests.knowledge.interpreter import (
    CLASSES,
    FILES,
    checked_here,
    each_file,
    elsewhere,
    exists,
    facts,
    in_version,
    member,
    resolve,
    types_of,
)

pytestmark = checked_here


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
