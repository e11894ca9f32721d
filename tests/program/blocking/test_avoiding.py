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
        ("def g(kind):\n    if kind == 'a':\n        time.sleep(1)\n", "g('a')", True),
        ("def g(kind):\n    if kind == 'a':\n        time.sleep(1)\n", "g('b')", False),
        ("def g(kind):\n    if kind == 'a':\n        time.sleep(1)\n", "g(None)", False),
        ("def g(kind):\n    if kind == 'a':\n        time.sleep(1)\n", "g(y)", True),
        ("def g(kind):\n    if kind == 'a':\n        time.sleep(1)\n", "g(f'{y}')", True),
        ("def g(kind):\n    if kind == 1.5:\n        time.sleep(1)\n", "g(1.5)", True),
        ("def g(kind):\n    if kind == b'a':\n        time.sleep(1)\n", "g(b'a')", True),
        ("def g(kind='b'):\n    if kind == 'a':\n        time.sleep(1)\n", "g()", False),
        ("def g(kind='b'):\n    if kind == 'a':\n        time.sleep(1)\n", "g(y)", True),
        ("def g(kind):\n    if kind != 'a':\n        time.sleep(1)\n", "g('a')", False),
        ("def g(kind):\n    if kind in ('a', 'b'):\n        time.sleep(1)\n", "g('c')", False),
        ("def g(kind):\n    if kind in ('a', 'b'):\n        time.sleep(1)\n", "g('b')", True),
        ("def g(kind):\n    if kind in ('a', h()):\n        time.sleep(1)\n", "g('b')", True),
        ("def g(kind):\n    if kind not in ['a']:\n        time.sleep(1)\n", "g('a')", False),
        ("def g(kind):\n    if kind == 'a':\n        pass\n    else:\n        time.sleep(1)\n", "g('a')", False),
        ("def g(kind):\n    if kind == 'a':\n        return\n    time.sleep(1)\n", "g('a')", False),
        ("def g(kind):\n    kind = y\n    if kind == 'a':\n        time.sleep(1)\n", "g('b')", True),
        ("def g(**options):\n    jobs.get(**options)\n", "g(block=True)", True),
        ("def g(**options):\n    jobs.get(**options)\n", "g(block=False)", False),
        ("def g(**options):\n    jobs.get(**y)\n", "g(block=False)", True),
    ],
)
def test_arguments(function: str, call: str, waits: bool) -> None:
    """A call waits unless what it gives, or leaves to the default, leads past the wait."""
    text = f"import time, queue\njobs = queue.Queue()\n{function}async def f(y):\n    {call}\n"
    assert bool(traces(link(text))) is waits


@pytest.mark.parametrize(
    ("call", "waits"),
    [
        ("g('x')", True),
        ("g(y)", True),
        ("g(io.BytesIO())", False),
        ("g(pathlib.Path('x'))", False),
        ("g(Store())", False),
        ("g(Name())", True),
        ("g(reader)", True),
        ("g(anything)", True),
        ("g(y)\n    y.seek(0)", False),
        ("y.position = 1\n    g(y)", False),
        ("g(y)\n    y.strip()", True),
        ("g(y)\n    if y:\n        y.seek(0)", True),
        ("g(y)\n    y = Store()\n    y.seek(0)", True),
    ],
)
def test_kinds(call: str, waits: bool) -> None:
    """An argument is no string that is of another type, or of which the caller wants what strings do not have."""
    text = (
        "import io, pathlib, time\nfrom typing import Protocol\n"
        "class Store:\n    def seek(self, to): ...\nclass Name(str): ...\nclass Reads(Protocol):\n    x: int\n"
        "def g(x):\n    if isinstance(x, str):\n        x = time.sleep(1)\n"
    )
    assert bool(traces(link(f"{text}async def f(y, reader: Reads, anything: object):\n    {call}\n"))) is waits


@pytest.mark.parametrize(
    ("body", "waits"),
    [
        ("if isinstance(x, str):\n        time.sleep(1)", False),
        ("if isinstance(x, (str, pathlib.Path)):\n        time.sleep(1)", False),
        ("if isinstance(x, (str, Other)):\n        time.sleep(1)", True),
        ("if not isinstance(x, str):\n        time.sleep(1)", True),
        ("x = str(x)\n    if isinstance(x, str):\n        time.sleep(1)", True),
        ("for _ in x:\n        if isinstance(x, str):\n            time.sleep(1)\n            x = ''", True),
        ("if x:\n        pass\n    elif isinstance(x, str):\n        time.sleep(1)", False),
    ],
)
def test_tests_of_kinds(body: str, waits: bool) -> None:
    """The test is of what was given, and of types whose attributes are known."""
    text = f"import pathlib, time\nclass Other:\n    def seek(self): ...\ndef g(x):\n    {body}\n"
    assert bool(traces(link(f"{text}async def f(y):\n    g(y)\n    y.seek(0)\n"))) is waits
