"""Read ``rules/ledger.toml``: what selection must know of every rule, without importing one."""

import tomllib
from enum import StrEnum
from pathlib import Path

import msgspec
from msgspec import Struct

import asynclint.rules
from asynclint.model.problems import UsageError
from asynclint.rule import Fixable, Rule


class State(StrEnum):
    """How far a rule is."""

    PLANNED = "planned"
    STABLE = "stable"


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of the ledger; ``code`` is the table's name there."""

    name: str
    state: State
    default: bool
    fixable: Fixable
    aliases: tuple[str, ...] = ()
    since: str | None = None
    code: str = ""

    @property
    def exists(self) -> bool:
        """Whether the rule can run, which a planned one cannot."""
        return self.state is not State.PLANNED


def folder() -> Path:
    """The folder that holds the ledger and the rules, in a checkout as in an installed wheel."""
    return Path(asynclint.rules.__path__[-1])


def read(path: Path) -> tuple[Row, ...]:
    """The rows of a ledger in its order.

    Raises UsageError if the file cannot be read or a row is not as the ledger's head describes it.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = msgspec.convert(raw, dict[str, Row])
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: not a ledger of rules: {error}") from None
    return tuple(msgspec.structs.replace(row, code=code) for code, row in rows.items())


def row_of(rule: type[Rule]) -> Row:
    """The row that a rule class from outside the ledger (a plug-in) would have."""
    return Row(
        code=rule.code,
        name=rule.name,
        state=State.STABLE,
        default=rule.default,
        fixable=rule.fixable,
        aliases=tuple(rule.aliases),
        since=rule.since,
    )
