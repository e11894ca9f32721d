"""Statements that wait without naming what waits."""

import pytest

from asynclint.knowledge.table import Table
from tests.program.linking import link, traces

TABLE = Table.load(("mailbox", "multiprocessing"))
HEAD = """
import mailbox, multiprocessing
lock = multiprocessing.Lock()
class Own(mailbox.Mailbox):
    def __iter__(self): ...
class Below(mailbox.Mailbox): ...
"""


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("with lock: pass", None),
        ("for message in box: pass", "mailbox.Mailbox.__iter__"),
        ("for message in Below('p'): pass", "mailbox.Mailbox.__iter__"),
        ("[message for message in box]", "mailbox.Mailbox.__iter__"),
        ("for message in Own('p'): pass", None),
        ("for message in x: pass", None),
        ("with x: pass", None),
        ("lock", None),
    ],
)
def test_statements(body: str, found: str | None) -> None:
    """The class says what iterating does, unless the project's own does it; short sections under locks may."""
    program = link(f"{HEAD}async def f(x, box: mailbox.Mailbox):\n    {body}\n", table=TABLE)
    assert traces(program) == ([f"f > {found}"] if found else [])


def test_code_at_import() -> None:
    """Nothing runs on a loop while a module is read."""
    assert traces(link(f"{HEAD}with lock: pass\n", table=TABLE)) == []
