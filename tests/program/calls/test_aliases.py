"""Calls of functions under other names."""

import pytest

from tests.program.linking import function, link

HEAD = "def work(): ...\n"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("other = work\nother()\n", [3]),
        ("def f(x):\n    job = work if x else None\n    job()\n", [4]),
        ("TABLE = {'a': work}\nTABLE['a']()\n", [3]),
        ("class A:\n    def __init__(self): self.job = work\n    def run(self): self.job()\n", [4]),
        ("work()\n", []),
        ("def f(job):\n    job()\n", []),
    ],
)
def test_calls(text: str, rows: list[int]) -> None:
    """Variables, attributes and items may hold a function."""
    program = link(HEAD + text)
    found = program.graph.callers(function(program, "work"))
    assert [edge.statement[0] for edge in found if edge.module.summary.calls[edge.number].name != "work"] == rows
