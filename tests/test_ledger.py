"""The ledger, the rule classes and the catalogue of codes agree."""

import re

import pytest

from asynclint.engine import ledger
from asynclint.engine.ledger import State
from asynclint.engine.registry import Registry
from asynclint.engine.selection import UNREADABLE
from asynclint.rule import CommentRule, FileRule, ProgramRule

ROWS = ledger.read(ledger.folder() / "ledger.toml")
REGISTRY = Registry(ROWS)
WRITTEN = [row for row in ROWS if row.state is State.STABLE and row.code != UNREADABLE]


def test_codes_are_in_order_and_names_are_unique() -> None:
    """The ledger is read by people, and every name selects one rule."""
    codes = [row.code for row in ROWS]
    assert codes == sorted(codes)
    assert len({row.name for row in ROWS}) == len(ROWS)
    assert all(re.fullmatch(r"AL\d{3}", code) for code in codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", row.name) for row in ROWS)


def test_no_alias_is_one_of_our_names() -> None:
    """An alias that were a code or name of another rule would select both."""
    own = {word for row in ROWS for word in (row.code, row.name)}
    assert not own & {alias for row in ROWS for alias in row.aliases}


def test_what_is_written_says_since_when() -> None:
    """Planned rules have no version, all others have one."""
    for row in ROWS:
        assert (row.since is None) is (row.state is State.PLANNED), row.code


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row.name)
def test_the_class_says_the_same_as_the_ledger(row: ledger.Row) -> None:
    """Selection trusts the ledger without looking at the class."""
    rule = REGISTRY.classes.get(row.code)
    assert rule is not None, f"{row.code} is {row.state} in the ledger, but has no class"
    assert issubclass(rule, ProgramRule | FileRule | CommentRule)
    assert ledger.row_of(rule) == row


def test_every_class_stands_in_the_ledger_as_written() -> None:
    """A rule that the ledger calls planned, or does not know, would never run."""
    assert set(REGISTRY.classes) == {row.code for row in WRITTEN}


@pytest.mark.parametrize("row", WRITTEN, ids=lambda row: row.name)
def test_a_file_holds_the_rule_of_its_name(row: ledger.Row) -> None:
    """``blocking-sleep`` is found in ``blocking_sleep.py``."""
    rule = REGISTRY.classes[row.code]
    assert rule.__module__.rpartition(".")[2] == row.name.replace("-", "_")
    assert rule.__name__.lower() == row.name.replace("-", "")
