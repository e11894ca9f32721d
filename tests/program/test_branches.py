"""What the tests of one file say: code that never runs, and classes that are ruled out."""

import pytest

from tests.program.linking import link, traces


@pytest.mark.parametrize(
    ("test", "runs"),
    [
        ("if False:", False),
        ("if x and 0:", False),
        ("while 0:", False),
        ("if not True:", False),
        ("if _NO:", False),
        ("if not _YES:", False),
        ("if x:", True),
        ("if not False:", True),
        ("if NO:", True),
        ("if _x:", True),
        ("if _NO or x:", True),
    ],
)
def test_dead(test: str, runs: bool) -> None:
    """Code under a test that never holds does not run, nor does the ``else`` of one that always holds."""
    head = "import time\n_NO = False\n_YES = True\nNO = False\n"
    text = f"{head}async def f(x, _x=False):\n    {test}\n        time.sleep(1)\n"
    assert bool(traces(link(text))) is runs
    opposite = test.replace("if ", "if not ", 1)
    if test.startswith("if ") and " and " not in test and " or " not in test:
        text = f"{head}async def f(x, _x=False):\n    {opposite}\n        pass\n    else:\n        time.sleep(1)\n"
        assert bool(traces(link(text))) is runs


@pytest.mark.parametrize(
    ("body", "waits"),
    [
        ("if isinstance(x, A): return\n    x.go()", True),
        ("if isinstance(x, B): return\n    x.go()", False),
        ("if isinstance(x, B):\n        pass\n    else:\n        x.go()", False),
        ("if isinstance(x, B): print()\n    x.go()", True),
        ("print() if isinstance(x, B) else x.go()", False),
        ("x.go()\n    if isinstance(x, B): return", True),
        ("if isinstance(x, (B, C)): return\n    x.go()", False),
    ],
)
def test_excluded(body: str, waits: bool) -> None:
    """Behind a test for a class that leaves, and in its ``else``, nothing is an object of that class."""
    text = f"""
import time
class A:
    def go(self): pass
class B:
    def go(self): time.sleep(1)
class C(B): ...
async def f(x: A | B):
    {body}
"""
    assert bool(traces(link(text))) is waits
