"""Calls that only go on with what was reported."""

import pytest

from tests.program.linking import link, traces

HEAD = "import os, json, time\n"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("x = open('n')\n    x.read()\n    x.close()", ["open"]),
        ("with open('n') as x:\n        json.load(x)", ["open"]),
        ("open('n').read()", ["open"]),
        ("open('n')\n    open('m')", ["open", "open"]),
        ("time.sleep(1)\n    time.sleep(2)", ["time.sleep", "time.sleep"]),
    ],
)
def test_in_coroutine(body: str, found: list[str]) -> None:
    """Reading a file that was opened there is the same wait; another file is another."""
    assert [trace.rpartition(" > ")[2] for trace in traces(link(f"{HEAD}async def f():\n    {body}\n"))] == found


def test_in_helper() -> None:
    """A plain function goes to a thread as a whole: its heaviest access to files stands for all."""
    text = f"{HEAD}def g():\n    os.makedirs('d')\n    open('n').read()\n    os.remove('n')\nasync def f():\n    g()\n"
    program = link(text)
    assert len(traces(program)) == 1
    kinds = {call.kind for call in program.blocking_calls(*{sink.kind for sink in program.effects.sinks}, every=True)}
    every = list(program.blocking_calls(*kinds, every=True))
    assert len(every) > 1
