"""Calls whose arguments keep a function from waiting."""

import pytest

from tests.program.linking import link, traces


@pytest.mark.parametrize(
    ("function", "call", "waits"),
    [
        ("def g(x=None):\n    if x is None:\n        time.sleep(1)\n", "g()", True),
        ("def g(x=None):\n    if x is None:\n        time.sleep(1)\n", "g(1)", False),
        ("def g(x=None):\n    if x is None:\n        time.sleep(1)\n", "g(x=y)", False),
        ("def g(x=None):\n    if not x:\n        time.sleep(1)\n", "g(None)", True),
        ("def g(wait=True):\n    if wait:\n        time.sleep(1)\n", "g()", True),
        ("def g(wait=True):\n    if wait:\n        time.sleep(1)\n", "g(wait=False)", False),
        ("def g(wait=False):\n    if wait:\n        time.sleep(1)\n", "g()", False),
        ("def g(wait=False):\n    if wait:\n        time.sleep(1)\n", "g(**y)", True),
        ("def g(wait=False):\n    wait = wait or y\n    if wait:\n        time.sleep(1)\n", "g()", True),
        ("def g(x=None):\n    if x is not None:\n        return\n    time.sleep(1)\n", "g(y)", False),
        ("def g(x=None):\n    if x:\n        return\n    time.sleep(1)\n", "g(x=y)", False),
        ("def g(x=None):\n    if x:\n        return\n    time.sleep(1)\n", "g()", True),
        ("def g(x):\n    if x is not None:\n        return\n    time.sleep(1)\n", "g(y)", True),
        ("def g(x=None):\n    time.sleep(1)\n    if x:\n        return\n", "g(y)", True),
        ("def g(x=None):\n    if x and g:\n        return\n    time.sleep(1)\n", "g(y)", True),
        ("def g(x=None):\n    if x:\n        print()\n    time.sleep(1)\n", "g(y)", True),
        ("def g(wait=True):\n    if not wait:\n        return\n    time.sleep(1)\n", "g(False)", False),
        ("def g(wait=True):\n    if not wait:\n        return\n    time.sleep(1)\n", "g(y)", True),
        (
            "def g(x=None):\n    for _ in y:\n        if x is None:\n            continue\n        time.sleep(1)\n",
            "g()",
            False,
        ),
        ("def g(block=True):\n    jobs.get(block)\n", "g()", True),
        ("def g(block=True):\n    jobs.get(block)\n", "g(False)", False),
        ("def g(block=True):\n    jobs.get(block)\n", "g(y)", True),
        ("def g(**options):\n    jobs.get(**options)\n", "g(block=True)", True),
        ("def g(**options):\n    jobs.get(**options)\n", "g(block=False)", False),
        ("def g(**options):\n    jobs.get(**y)\n", "g(block=False)", True),
    ],
)
def test_arguments(function: str, call: str, waits: bool) -> None:
    """A call waits unless what it gives, or leaves to the default, leads past the wait."""
    text = f"import time, queue\njobs = queue.Queue()\n{function}async def f(y):\n    {call}\n"
    assert bool(traces(link(text))) is waits
