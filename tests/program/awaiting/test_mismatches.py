"""Objects that are awaited, entered, iterated or passed as what they are not."""

import pytest

from asynclint.knowledge.schema import Want
from asynclint.model.effects import Confidence
from asynclint.program.awaiting.mismatch import Mismatch
from tests.program.linking import link

HEAD = """
import asyncio, concurrent.futures
async def co(): return 1
async def agen(): yield 1
def gen(): yield 1
def plain() -> int: ...
def nothing(): print()
class Plain: ...
class Both:
    def __enter__(self): ...
    def __exit__(self, *a): ...
    async def __aenter__(self): ...
    async def __aexit__(self, *a): ...
class Sync:
    def __enter__(self): ...
    def __exit__(self, *a): ...
    def __iter__(self): ...
class Async:
    async def __aenter__(self): ...
    async def __aexit__(self, *a): ...
    def __aiter__(self): ...
class Waiting:
    def __await__(self): ...
"""


def found(question: str, body: str) -> list[Mismatch]:
    """The answers to a question about a coroutine function of this body."""
    rows = "".join(f"    {row}\n" for row in body.split("\n"))
    program = link(f"{HEAD}async def f(c, unknown, pool: concurrent.futures.Executor):\n{rows}")
    return list(getattr(program.mismatches, question)(program.modules()))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("await plain()", "plain"),
        ("await nothing()", "nothing"),
        ("await co", "function"),
        ("await agen()", "async-generator"),
        ("await pool.submit(plain)", "future"),
        ("await [co()]", "collection"),
        ("await Plain()", "plain"),
        ("await asyncio.gather([co()])", "collection"),
        ("await asyncio.wait_for(co, 1)", "function"),
        ("x = plain()\nawait x", "plain"),
    ],
)
def test_awaits(body: str, kind: str) -> None:
    """What is awaited and cannot be has a kind."""
    assert [one.kind for one in found("awaits", body)] == [kind]


@pytest.mark.parametrize(
    "body",
    [
        "await co()",
        "await unknown()",
        "await Waiting()",
        "await (co() if c else plain())",
        "await asyncio.gather(co())",
        "await asyncio.gather(*[co()])",
        "try:\n    await plain()\nexcept TypeError: ...",
        "with raises(TypeError):\n    await plain()",
        "x = plain()\nif asyncio.isfuture(x):\n    await x",
    ],
)
def test_no_mismatch(body: str) -> None:
    """What can be awaited, is not known, or is expected to fail, is right."""
    assert found("awaits", body) == []


def test_hook() -> None:
    """A plain function that an attribute may hold gives nothing to await."""
    text = """
    def nothing(x): print(x)
    class A:
        def __init__(self, hook=None):
            self.hook = hook or nothing
        async def f(self):
            await self.hook(1)
    """
    (wrong,) = link(text).wrong_awaits
    assert (wrong.kind, wrong.confidence, wrong.spelled) == ("hook", Confidence.LIKELY, "self.hook(…)")
    assert wrong.definition is not None
    assert wrong.definition.qualname == "nothing"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("with Async(): ...", "async"),
        ("async with Sync(): ...", "sync"),
        ("async with co(): ...", "coroutine"),
        ("with co(): ...", "coroutine"),
        ("with gen(): ...", "generator"),
        ("with agen(): ...", "generator"),
        ("with Sync(): ...", None),
        ("async with Async(): ...", None),
        ("with Both(): ...", None),
        ("async with Both(): ...", None),
        ("with unknown(): ...", None),
        ("with Plain(): ...", None),
    ],
)
def test_contexts(body: str, kind: str | None) -> None:
    """What is entered the wrong way can be entered the other way, or has to be awaited or decorated first."""
    assert [one.kind for one in found("contexts", body)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("for _ in Async(): ...", "async"),
        ("for _ in agen(): ...", "async"),
        ("async for _ in Sync(): ...", "sync"),
        ("async for _ in gen(): ...", "sync"),
        ("async for _ in [1]: ...", "sync"),
        ("async for _ in co(): ...", "coroutine"),
        ("[x for x in agen()]", "async"),
        ("for _ in co(): ...", None),
        ("async for _ in agen(): ...", None),
        ("for _ in Sync(): ...", None),
        ("for _ in unknown(): ...", None),
    ],
)
def test_iterations(body: str, kind: str | None) -> None:
    """What is iterated the wrong way; a coroutine that a plain loop gets is another rule's."""
    assert [one.kind for one in found("iterations", body)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("argument", "kind"),
    [
        ("[co(), co()]", "all"),
        ("[co(), asyncio.create_task(co())]", "some"),
        ("[asyncio.create_task(co())]", None),
        ("[co() for _ in c]", "all"),
        ("unknown", None),
    ],
)
def test_coroutines_among(argument: str, kind: str | None) -> None:
    """Where tasks are wanted, a collection with coroutines is wrong."""
    program = link(f"{HEAD}async def f(c, unknown):\n    await asyncio.wait({argument})\n")
    kinds = [one.kind for one in program.mismatches.coroutines_among(program.modules(), Want.FUTURES)]
    assert kinds == ([kind] if kind else [])


def test_steps() -> None:
    """A mismatch shows where the thing is used and where the function stands that gives it."""
    (wrong,) = found("awaits", "await plain()")
    assert [(step.function, step.calls) for step in wrong.steps] == [("f", "plain(…)"), ("plain", "plain")]
    assert (wrong.is_overridable, wrong.is_coroutine_function, wrong.is_gathered_collection) == (False, False, False)


def test_gathered_collection() -> None:
    """``gather`` takes many awaitables, not a list of them."""
    (wrong,) = found("awaits", "await asyncio.gather([co()])")
    assert (wrong.is_gathered_collection, wrong.receiver, wrong.argument) == (True, "asyncio.gather", "0")
