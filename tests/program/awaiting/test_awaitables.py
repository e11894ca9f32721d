"""Awaitables that calls give, and what is done with each."""

import pytest

from asynclint.model.effects import Confidence
from asynclint.model.summary import Use
from asynclint.program.awaiting.awaitables import Awaitable
from asynclint.program.types.values import AWAITABLE, COROUTINE, FUTURE, TASK, TORNADO_FUTURE
from tests.program.linking import Files, link

HEAD = """
import asyncio
from tornado import gen
from typing import Awaitable, Optional
async def co(): ...
"""


def uses(body: str, head: str = HEAD) -> list[Awaitable]:
    """The awaitables of a coroutine function with this body, without those of the head."""
    text = f"{head}async def f(c, self):\n" + "".join(f"    {row}\n" for row in body.split("\n"))
    return [use for use in link(text).awaitables.all if use.site.function_name == "f"]


@pytest.mark.parametrize(
    ("body", "use", "row"),
    [
        ("co()", Use.DROPPED, 1),
        ("with c:\n    return co()", Use.RETURNED, 2),
        ("print(co())", Use.PASSED, 1),
        ("if co(): pass", Use.TESTED, 1),
        ("x = co()\nawait x", Use.AWAITED, 2),
        ("x = co()\nif x: pass", Use.TESTED, 2),
        ("x = co()\nprint(x)", Use.PASSED, 2),
        ("x = co()\nreturn x", Use.RETURNED, 2),
        ("x = co()\nx.close()", Use.RECEIVER, 2),
        ("x: object = co()\nawait x", Use.AWAITED, 2),
    ],
)
def test_use(body: str, use: Use, row: int) -> None:
    """An awaitable is followed to where it is used, also under a local name."""
    (found,) = uses(body)
    assert (found.use, found.at.location.row - found.site.function.row.line) == (use, row)
    assert found.kind == COROUTINE


def test_awaited_at_once() -> None:
    """What is awaited where it is made is nobody's concern."""
    assert uses("await co()\nawait asyncio.sleep(1)\nasync for _ in co(): pass")[1:] == []


@pytest.mark.parametrize(
    ("body", "unused"),
    [
        ("x = co()", [True]),
        ("x = co()\nx = co()\nawait x", [True, False]),
        ("x = co()\nx = 1\nprint(x)", [True]),
        ("x, y = co(), co()\nawait x", [False, True]),
        ("x = co()\nif c:\n    await x", [False]),
        ("if c:\n    x = co()\nelse:\n    x = co()\nawait x", [False, False]),
    ],
)
def test_unused(body: str, unused: list[bool]) -> None:
    """A name is unused when no read can see this value of it."""
    assert [use.unused for use in uses(body)] == unused


@pytest.mark.parametrize(
    "body",
    [
        "x = co()\nasync def g():\n    await x",
        "x = co()\nreturn lambda: x",
        "global x\nx = co()",
    ],
)
def test_escaping(body: str) -> None:
    """A name that others can see is neither unused nor followed."""
    (found,) = uses(body)
    assert not found.unused
    assert found.at is found.site


def test_several_uses() -> None:
    """Each read of the name is a use, and knows the others."""
    found = uses("x = co()\nif c:\n    print(x)\nawait x")
    assert [use.use for use in found] == [Use.PASSED, Use.AWAITED]
    assert [[read.use for read in use.reads] for use in found] == [[Use.PASSED, Use.AWAITED]] * 2
    assert {use.named for use in found} == {"x"}


def test_containers_are_not_followed() -> None:
    """What becomes of the elements of a list under a name is not known."""
    assert uses("x = [co()]\nawait asyncio.gather(*x)\ny = [co() for _ in c]\nprint(y)") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("async def g(): ...", COROUTINE),
        ("def g(): return co()", COROUTINE),
        ("def g():\n    x = co()\n    return x", COROUTINE),
        ("def g() -> Awaitable[int]: return x", AWAITABLE),
        ("def g() -> 'asyncio.Future[int]': ...", FUTURE),
        ("def g(): return asyncio.ensure_future(co())", TASK),
        ("def g(): return asyncio.create_task(co())", TASK),
        ("@gen.coroutine\ndef g(): yield", TORNADO_FUTURE),
        ("Alias = asyncio.Future[int]\ndef g() -> Alias: return x", FUTURE),
        ("def g(): return 1", None),
        ("async def g(): yield", None),
        ("@unknown\nasync def g(): ...", None),
        ("def g(c): return co() if c else 1", None),
    ],
)
def test_kind(text: str, kind: str | None) -> None:
    """Definitions, annotations and results tell which calls give an awaitable; an unknown decorator hides it."""
    found = uses("g()", f"{HEAD}{text}\n")
    assert [use.kind for use in found] == ([kind] if kind else [])


def test_optional_awaitable_is_only_possible() -> None:
    """Where nothing may be given as well, dropping it may be right."""
    (found,) = uses("g()", f"{HEAD}def g() -> Optional[Awaitable[int]]: ...\n")
    assert found.confidence is Confidence.POSSIBLE


def test_override_that_is_no_coroutine() -> None:
    """A method of which an override gives a plain value is only possibly an awaitable."""
    head = f"{HEAD}class A:\n    async def m(self): return 1\nclass B(A):\n    def m(self): return 1\n"
    (certain,) = uses("B2().m()", f"{head}class B2:\n    async def m(self): ...\n")
    (possible,) = uses("a: A = c\na.m()", head)
    assert (certain.confidence, possible.confidence) == (Confidence.CERTAIN, Confidence.POSSIBLE)


@pytest.mark.parametrize(
    ("files", "rows"),
    [
        ({"b.py": "async def co(): ...\n", "a.py": "from b import co as x\ndef f():\n    x()\n"}, [3]),
        ({"b.py": "async def co(): ...\n", "a.py": "import b\ndef f():\n    b.co()\n    y = b.co\n    y()\n"}, [3, 5]),
        ({"b.py": "def co(): ...\n", "a.py": "from b import co\nfrom c import co as d\nco()\nd()\n"}, []),
    ],
)
def test_other_names(files: Files, rows: list[int]) -> None:
    """A coroutine function is known under every name, and its name alone means nothing."""
    assert [use.site.location.row for use in link(files).awaitables.all] == rows


def test_misused_attribute() -> None:
    """A coroutine has few attributes, a task those of its class."""
    awaitables = link(HEAD).awaitables
    names = ("close", "cr_frame", "__class__", "result", "json")
    assert [awaitables.misused_attribute(COROUTINE, name) for name in names] == [False, False, False, True, True]
    assert [awaitables.misused_attribute(TASK, name) for name in ("cancel", "result", "json")] == [False, False, True]
    assert not awaitables.misused_attribute(AWAITABLE, "json")
