"""Places of the program, as rules see and people read them."""

import pytest

from asynclint.model.spans import Location
from asynclint.program.sites import CallSite
from tests.program.linking import calls, link, module


def site(text: str, name: str = "c") -> CallSite:
    """The first call of a name."""
    program = link(text)
    return CallSite(module(program), calls(program, name)[0])


@pytest.mark.parametrize(
    ("callee", "spelled"),
    [
        ("c", "c"),
        ("a.b.c", "a.b.c"),
        ("a().c", "a().c"),
        ("a(1).c", "a(…).c"),
        ("a[0].c", "a[…].c"),
        ("(await a).c", "(await a).c"),
        ("'x'.c", "….c"),
        (f"{'a' * 80}.c", "…" + "a" * 58 + ".c"),
    ],
)
def test_spelled(callee: str, spelled: str) -> None:
    """A callee is spelled like in the source, without arguments, and not too long."""
    assert site(f"async def f():\n    {callee}()\n").spelled == spelled


def test_locations() -> None:
    """Rows and columns start at 1, the end is exclusive, and columns count characters."""
    found = site("x = 1\n'é', c(\n  'é')\n")
    assert (found.location, found.end_location) == (Location(2, 6), Location(3, 7))


def test_statement() -> None:
    """A site knows the first and the last row of the statement round it, its file and its function."""
    found = site("def f():\n    a(\n        c(),\n    )\n")
    assert (found.statement_row, found.noqa_row) == (2, 4)
    assert (found.filename, found.function_name) == ("/project/a.py", "f")
