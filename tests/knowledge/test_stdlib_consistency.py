"""The files about the standard library do not contradict each other."""

from collections import Counter

from asynclint.program.types.values import CANONICAL
from tests.knowledge.interpreter import (
    CLASSES,
    FILES,
    canonical_names,
    each_file,
    functions,
    methods,
    type_names,
    types_in,
)

CLASSES_OF_ALL_FILES = [name for file in FILES.values() for name in file.classes]


def test_no_name_is_given_twice() -> None:
    names = Counter(name for file in FILES.values() for name, _ in functions(file))
    names.update(CLASSES_OF_ALL_FILES)
    names.update(alias for file in FILES.values() for alias in file.names)
    names.update(alias for row in CLASSES.values() for alias in row.aliases)
    assert [name for name, count in names.items() if count > 1] == []


def test_no_member_is_given_twice() -> None:
    wrong: list[str] = []
    for name, row in CLASSES.items():
        members = Counter([*(method for method, _ in methods(row)), *row.attributes])
        wrong.extend(f"{name}.{method}" for method, count in members.items() if count > 1)
    assert not wrong


def test_no_alias_leads_away_from_a_name_that_the_program_uses() -> None:
    """The program compares classes with these names after asking for the canonical one."""
    canonical = canonical_names()
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
