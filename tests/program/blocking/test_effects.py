"""Blocking calls, and the ways by which they get onto a loop."""

import pytest

from asynclint.model.effects import Confidence
from asynclint.model.focus import Focus
from tests.program.linking import ROOT, Files, blocking, link, traces

HEAD = """
import asyncio, threading, time
from functools import cache, cached_property
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("async def f():\n    time.sleep(1)", ["f > time.sleep"]),
        ("async def f():\n    g()\ndef g():\n    h()\ndef h():\n    time.sleep(1)", ["f > g > h > time.sleep"]),
        ("def f():\n    time.sleep(1)", []),
        ("time.sleep(1)", []),
        ("class A:\n    time.sleep(1)", []),
        ("async def f():\n    await asyncio.sleep(1)", []),
        ("async def f():\n    await g()\nasync def g():\n    time.sleep(1)", ["g > time.sleep"]),
        ("async def f():\n    def g():\n        time.sleep(1)\n    g()", ["f > f.g > time.sleep"]),
        ("async def f():\n    return [g() for _ in x]\ndef g():\n    time.sleep(1)", ["f > g > time.sleep"]),
        ("async def f(x=time.sleep(1)): ...", []),
        ("from time import sleep as s\nasync def f():\n    s(1)", ["f > time.sleep"]),
        ("async def f():\n    s = time.sleep\n    s(1)", ["f > time.sleep"]),
        ("def a():\n    b()\ndef b():\n    a()\n    time.sleep(1)\nasync def f():\n    b()", ["f > b > time.sleep"]),
        ("async def f():\n    yield time.sleep(1)", ["f > time.sleep"]),
        ("asyncio.get_event_loop().call_soon(lambda: time.sleep(1))", ["<lambda> > time.sleep"]),
        ("import asyncio\nclass P(asyncio.Protocol):\n    def data_received(self, data):\n        time.sleep(1)",
         ["P.data_received > time.sleep"]),
    ],
)  # fmt: skip
def test_traces(text: str, expected: list[str]) -> None:
    """A call that waits is told with the shortest trace from the loop, once."""
    assert traces(link(f"{HEAD}{text}\n")) == expected


def test_shortest_trace_and_entries() -> None:
    """Of several ways the shortest is shown; every call by which a way begins is an entry, nearest first."""
    (call,) = blocking(
        link(
            f"""{HEAD}
async def far():
    middle()
def middle():
    wait()
async def near():
    wait()
def wait():
    time.sleep(1)
"""
        )
    )
    assert [step.function for step in call.chain] == ["near", "wait"]
    assert [entry.function for entry in call.entries] == ["near", "far"]
    assert call.ways_in == 2
    assert [step.calls for step in call.chain] == ["wait", "time.sleep"]


def test_direct_call_has_itself_as_entry() -> None:
    """A call in a coroutine is its own and only way in."""
    (call,) = blocking(link(f"{HEAD}async def f():\n    time.sleep(1)\n"))
    assert [(entry.function, entry.location.row) for entry in call.entries] == [("f", 4)]
    assert (call.ways_in, call.place, call.confidence) == (1, "coroutine", Confidence.CERTAIN)


@pytest.mark.parametrize(
    "text",
    [
        "asyncio.to_thread(f)\ndef f():\n    time.sleep(1)",
        "async def g():\n    await asyncio.to_thread(lambda: time.sleep(1))",
        "async def g():\n    threading.Thread(target=f).start()\ndef f():\n    time.sleep(1)",
        "async def g():\n    f()\n@cache\ndef f():\n    time.sleep(1)",
        "class A:\n    @cached_property\n    def p(self):\n        time.sleep(1)\nasync def g(a: A):\n    a.p",
        "async def g():\n    await f()\ndef f():\n    time.sleep(1)\n    return h()",
        "async def g():\n    await time.sleep(1)",
        "async def g():\n    x()\ndef f():\n    yield time.sleep(1)\ndef x():\n    f()",
    ],
)
def test_what_stops_an_effect(text: str) -> None:
    """Threads, caches, awaited results and generators that nobody iterates keep an effect from the loop."""
    assert traces(link(f"{HEAD}{text}\n", least=Confidence.POSSIBLE)) == []


OVERRIDES = """
class A:
    def m(self):
        raise NotImplementedError
class B(A):
    def m(self):
        time.sleep(1)
class C(A):
    def m(self):
        {other}
async def f(a: A):
    a.m()
"""


@pytest.mark.parametrize(
    ("other", "expected"),
    [("time.sleep(1)", [Confidence.LIKELY, Confidence.LIKELY]), ("return 1", [Confidence.POSSIBLE])],
)
def test_confidence_of_overrides(other: str, expected: list[Confidence]) -> None:
    """A step that chooses among overrides is likely when all of them block, and possible when some do."""
    program = link(HEAD + OVERRIDES.format(other=other), least=Confidence.POSSIBLE)
    assert [call.confidence for call in blocking(program)] == expected


def test_override_that_only_its_own_class_runs() -> None:
    """A method that calls another of ``self`` is inherited by the class that overrides it: that is likely to run."""
    text = f"{HEAD}class A:\n    async def f(self):\n        self.m()\n    def m(self): return 1\n"
    (call,) = blocking(link(f"{text}class B(A):\n    def m(self):\n        time.sleep(1)\n"))
    assert call.confidence is Confidence.LIKELY


def test_least_confidence() -> None:
    """What is less sure than asked for is not told."""
    text = HEAD + OVERRIDES.format(other="return 1")
    assert blocking(link(text, least=Confidence.LIKELY)) == []
    assert len(blocking(link(text, least=Confidence.POSSIBLE))) == 1


def test_unknown_decorator_makes_a_way_possible() -> None:
    """Nobody knows whether a call of a function below an unknown decorator runs it at all."""
    text = f"{HEAD}import x\n@x.y\ndef g():\n    time.sleep(1)\nasync def f():\n    g()\n"
    assert [call.confidence for call in blocking(link(text, least=Confidence.POSSIBLE))] == [Confidence.POSSIBLE]


def test_offloading_decorator_keeps_the_effect() -> None:
    """What a decorator of the project runs in a thread is not on the loop."""
    deco = "def deco(g):\n    def w(*a):\n        return asyncio.to_thread(g, *a)\n    return w\n"
    text = "@deco\ndef g():\n    time.sleep(1)\nasync def f():\n    await g()\n"
    assert traces(link(HEAD + deco + text, least=Confidence.POSSIBLE)) == []


def test_async_wrapper_brings_the_effect_onto_the_loop() -> None:
    """The body of a plain function that an async wrapper calls runs on the loop."""
    text = (
        "def deco(g):\n    async def w(*a):\n        return g(*a)\n    return w\n@deco\ndef g():\n    time.sleep(1)\n"
    )
    assert traces(link(HEAD + text)) == ["g > time.sleep"]


CUTS = """
import time
async def f():
    g(
        1,
    )
async def h():
    x()
def x():
    g(1)
def g(n):
    time.sleep(n)
"""
"""Two ways to one call, the shorter one through the statement of rows 3 to 5."""


def test_cut() -> None:
    """A suppression on any row of a call's statement takes the way through it; another way is shown instead."""
    program = link(CUTS, cuts={"a.py": {5: frozenset({"AL101"})}})
    assert traces(program) == ["h > x > g > time.sleep"]
    assert program.used_cuts == {("/project/a.py", 5, "AL101")}


def test_cut_of_every_way() -> None:
    """Without a way left there is nothing to tell, and every cut was of use."""
    program = link(CUTS, cuts={"a.py": {3: frozenset({"AL101"}), 9: frozenset({"AL101"})}})
    assert traces(program) == []
    assert program.used_cuts == {("/project/a.py", 3, "AL101"), ("/project/a.py", 9, "AL101")}


@pytest.mark.parametrize(
    "cuts",
    [
        {"a.py": {3: frozenset({"AL102"})}},
        {"a.py": {2: frozenset({"AL101"})}},
        {"b.py": {3: frozenset({"AL101"})}},
        {"a.py": {11: frozenset({"AL101"})}},
    ],
)
def test_useless_cut(cuts: dict[str, dict[int, frozenset[str]]]) -> None:
    """Another code, row or file cuts nothing, nor does the row of the call that waits (that is the engine's)."""
    program = link(CUTS, cuts=cuts)
    assert traces(program) == ["f > g > time.sleep"]
    assert program.used_cuts == set()


LIBRARY = {"lib.py": "import time\ndef wait():\n    time.sleep(1)\n"}


@pytest.mark.parametrize(
    ("least", "expected"), [(Confidence.LIKELY, []), (Confidence.POSSIBLE, ["test_it > wait > time.sleep"])]
)
def test_tests_are_no_entries(least: Confidence, expected: list[str]) -> None:
    """A coroutine of a test file may wait as it likes, unless even possible findings are asked for."""
    files = {**LIBRARY, "tests/test_lib.py": "from lib import wait\nasync def test_it():\n    wait()\n"}
    assert traces(link(files, least=least)) == expected


def test_focus() -> None:
    """With a focus, only calls with a way through its files are told, and the trace goes through them."""
    files = {
        **LIBRARY,
        "near.py": "from lib import wait\nasync def near():\n    wait()\n",
        "far.py": "from lib import wait\ndef middle():\n    wait()\nasync def far():\n    middle()\n",
    }
    assert traces(link(files)) == ["near > wait > time.sleep"]
    assert traces(link(files, focus=["far.py"])) == ["far > middle > wait > time.sleep"]
    assert traces(link({**files, "other.py": ""}, focus=["other.py"])) == []


def test_focus_sees_every_way() -> None:
    """A way that is neither the shortest nor that of the nearest entry is a way, too."""
    files = {
        **LIBRARY,
        "low.py": "from lib import wait\ndef low():\n    wait()\n",
        "detour.py": "from low import low\ndef detour():\n    low()\n",
        "high.py": "from low import low\nfrom detour import detour\nasync def high():\n    low()\n    detour()\n",
        "unused.py": "from low import low\ndef unused():\n    low()\n",
    }
    assert traces(link(files)) == ["high > low > wait > time.sleep"]
    assert traces(link(files, focus=["detour.py"])) == ["high > detour > low > wait > time.sleep"]
    assert traces(link(files, focus=["high.py"])) == ["high > low > wait > time.sleep"]
    assert traces(link(files, focus=["unused.py"])) == []


@pytest.mark.parametrize(
    ("row", "expected"),
    [(3, []), (4, ["f > g > time.sleep"]), (6, ["h > g > time.sleep"]), (8, []), (9, ["f > g > time.sleep"])],
)
def test_focus_on_rows(row: int, expected: list[str]) -> None:
    """Only these rows count; a statement counts with all of its rows."""
    text = "import time\n\nasync def f():\n    g()\nasync def h():\n    g(\n    )\ndef g():\n    time.sleep(1)\n"
    assert traces(link(text, focus=Focus({f"{ROOT}/a.py": [(row, row)]}))) == expected
    if row == 6:
        assert traces(link(text, focus=Focus({f"{ROOT}/a.py": [(7, 7)]}))) == expected


def test_known_ways() -> None:
    """Beside what is known only new ways count, with a trace that begins there."""
    program = link(
        f"""{HEAD}
async def near():
    wait()
async def far():
    middle()
def middle():
    wait()
def wait():
    time.sleep(1)
"""
    )
    (sink,) = program.effects.sinks
    path = sink.module.path
    (call,) = blocking(program)

    def beside(*known: str) -> list[str]:
        place = (path, call.site.location)
        return traces(program.beside({place: frozenset((path, name) for name in known)}))

    assert beside("near") == ["far > middle > wait > time.sleep"]
    assert beside("far") == ["near > wait > time.sleep"]
    assert beside("near", "far") == []
    assert traces(program) == ["near > wait > time.sleep"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("async def f():\n    with open('x') as h:\n        h.read()", ["open"]),
        ("async def f():\n    h = open('x')\n    h.read()\n    h.write('')", ["open"]),
        ("import json\nasync def f():\n    with open('x') as h:\n        json.load(h)", ["open"]),
    ],
)
def test_file_is_told_where_it_is_opened(text: str, expected: list[str]) -> None:
    """Reading a file that the same function has opened is no second finding."""
    files: Files = f"{HEAD}{text}\n"
    assert [call.callee for call in blocking(link(files))] == expected


def test_blocking_functions() -> None:
    """A function may wait when a function that it calls does; a coroutine does not pass that on."""
    program = link(
        f"{HEAD}def a():\n    time.sleep(1)\ndef b():\n    a()\nasync def c():\n    b()\ndef d():\n    c()\n"
    )
    assert {node.qualname for node in program.effects.blocking_functions} == {"a", "b"}


def test_all_ways() -> None:
    """Every function on the loop from which a call is reached has its own trace."""
    program = link(CUTS)
    (sink,) = program.effects.sinks
    assert [way.entry.qualname for way in program.effects.all_ways(sink)] == ["f", "h"]
