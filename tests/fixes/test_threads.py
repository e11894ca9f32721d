"""Blocking calls handed to threads, in the way of each framework."""

import pytest

from asynclint.fixes.fragment import CannotFix
from asynclint.fixes.frameworks import choose
from tests.fixes.test_file import changed, place


def threaded(head: str, call: str = "f(1, a=2)", version: tuple[int, int] = (3, 11)) -> str:
    """The statement that the call becomes, and what is new at the top of the file."""
    body = f"async def m(x):\n    {call}\n"
    text = changed(f"{head}{body}", lambda file: file.to_thread(file.call(place(file, call))), version)
    return text.partition("async def m(x):\n    ")[2].rstrip("\n")


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("import asyncio\n", "await asyncio.to_thread(f, 1, a=2)"),
        ("", "await asyncio.to_thread(f, 1, a=2)"),
        ("import trio\n", "await trio.to_thread.run_sync(functools.partial(f, 1, a=2))"),
        ("from anyio.to_thread import run_sync\n", "await run_sync(functools.partial(f, 1, a=2))"),
        ("from anyio import to_thread\n", "await to_thread.run_sync(functools.partial(f, 1, a=2))"),
        ("import asyncio, anyio\n", "await anyio.to_thread.run_sync(functools.partial(f, 1, a=2))"),
        (
            "from tornado.ioloop import IOLoop\n",
            "await IOLoop.current().run_in_executor(None, functools.partial(f, 1, a=2))",
        ),
        ("from twisted.internet import defer\n", "await threads.deferToThread(f, 1, a=2)"),
    ],
)
def test_each_framework_has_its_way(head: str, after: str) -> None:
    """Where it takes no keywords, ``partial`` does."""
    assert threaded(head) == after


def test_no_row_ends_with_a_space() -> None:
    """Where the arguments have rows of their own."""
    text = threaded("from tornado.ioloop import IOLoop\n", "f(\n        1,\n    )")
    assert text == "await IOLoop.current().run_in_executor(None,\n        f,\n        1,\n    )"


def test_old_pythons_have_no_to_thread() -> None:
    """But executors."""
    after = "await asyncio.get_running_loop().run_in_executor(None, f, 1)"
    assert threaded("import asyncio\n", "f(1)", version=(3, 8)) == after


@pytest.mark.parametrize(
    ("call", "after"),
    [
        ("f()", "await asyncio.to_thread(f)"),
        ("f(*x, **x)", "await asyncio.to_thread(f, *x, **x)"),
        ("g().f[0](1,)", "await asyncio.to_thread(g().f[0], 1,)"),
        ("f(\n        1,\n    )", "await asyncio.to_thread(\n        f,\n        1,\n    )"),
        ("f(  # why\n        1,\n    )", "await asyncio.to_thread(f,   # why\n        1,\n    )"),
    ],
)
def test_arguments_stay_as_they_are(call: str, after: str) -> None:
    """On their rows, with their comments."""
    assert threaded("import asyncio\n", call) == after


@pytest.mark.parametrize(
    ("head", "call"),
    [
        ("", "f(y for y in x)"),
        ("import trio, asyncio\n", "f()"),
        ("import twisted, asyncio\n", "f()"),
        ("import curio\n", "f()"),
    ],
)
def test_what_cannot_be_handed_over(head: str, call: str) -> None:
    """A bare generator, and code that two loops may run."""
    with pytest.raises(CannotFix):
        threaded(head, call)


def test_the_generators_of_a_framework_use_its_threads() -> None:
    """Whatever else the file imports."""
    text = "import asyncio\nfrom twisted.internet.defer import inlineCallbacks\n\n@inlineCallbacks\ndef m():\n    f()\n"
    after = changed(text, lambda file: file.to_thread(file.call(place(file, "f()"))))
    assert "    yield threads.deferToThread(f)\n" in after
    assert "from twisted.internet import threads\n" in after


def test_the_choice_among_frameworks() -> None:
    """Is one that works wherever the others do."""
    assert choose(frozenset({"asyncio", "tornado"})) == "asyncio"
    assert choose(frozenset({"trio", "anyio"})) == "anyio"
    assert choose(frozenset({"twisted"})) == "twisted"
    assert choose(frozenset({"trio", "tornado"})) is None
    assert choose(frozenset()) == "asyncio"
