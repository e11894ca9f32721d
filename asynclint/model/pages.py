"""What is written about a rule, for people to read."""

from msgspec import Struct


class RulePage(Struct, frozen=True):
    """A rule as the ledger and its docstring describe it.

    ``summary`` is the first sentence in one line, ``explanation`` the whole page in Markdown; both are empty for a rule
    that is only planned. ``fixable`` is no, safe or unsafe; ``state`` planned or stable.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    default: bool
    fixable: str
    since: str | None
    state: str
    summary: str
    explanation: str
