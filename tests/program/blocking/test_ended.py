"""Futures and processes that have ended when they are asked."""

import pytest

from asynclint.knowledge.table import Table
from tests.program.linking import MODULES, link, traces

KNOWN = Table.load((*MODULES, "subprocess"))

HEAD = "import asyncio, concurrent.futures, subprocess\n"


def waits(body: str) -> bool:
    """Whether a coroutine waits for the result of a future, or for a process."""
    rows = "".join(f"    {row}\n" for row in body.splitlines())
    head = f"{HEAD}async def f(x, pool: concurrent.futures.Executor, process: subprocess.Popen):\n"
    return any(trace.endswith((".result", ".Popen.wait")) for trace in traces(link(head + rows, table=KNOWN)))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("future.result()", True),
        ("if future.done():\n    future.result()", False),
        ("if not future.done():\n    return\nfuture.result()", False),
        ("if future.done():\n    return\nfuture.result()", True),
        ("while not future.done():\n    await x()\nfuture.result()", False),
        ("while not future.done():\n    future.result()", True),
        ("while future.done():\n    await x()\nfuture.result()", True),
        ("x(future.result() if future.done() else None)", False),
        ("for one in concurrent.futures.as_completed([future]):\n    one.result()", False),
        ("done, others = concurrent.futures.wait([future])\nx([one.result() for one in done])", False),
        ("done, others = concurrent.futures.wait([future])\nfor one in others:\n    one.result()", True),
        ("future.add_done_callback(x)\nfuture.result()", True),
        ("future.add_done_callback(x)\nawait x.wait()\nfuture.result()", False),
        ("await x.wait()\nfuture.add_done_callback(x)\nfuture.result()", True),
        ("future.add_done_callback(x)\nif x:\n    await x.wait()\nfuture.result()", True),
        ("future.add_done_callback(x)\ntry:\n    await x.wait()\nexcept OSError:\n    raise\nfuture.result()", False),
        ("await asyncio.wrap_future(future)\nfuture.result()", False),
        ("await asyncio.wait([asyncio.wrap_future(future)])\nfuture.result()", False),
        ("await asyncio.to_thread(future.exception)\nfuture.result()", False),
        ("await x(x)\nfuture.result()", True),
        ("if x:\n    await asyncio.wrap_future(future)\nfuture.result()", True),
        ("future.result()\nawait asyncio.wrap_future(future)", True),
        ("x.add_done_callback(x)\nawait x.wait()\nfuture.result()", True),
    ],
)
def test_futures(body: str, expected: bool) -> None:
    """They were asked whether they are done, waited for, or have called back while the function was suspended."""
    assert waits(f"future = pool.submit(x)\n{body}") is expected


def test_done_callback() -> None:
    """A future calls back when it is done."""
    text = "def done(future: concurrent.futures.Future):\n    future.result()\nasync def f(pool):\n    {}\n"
    assert traces(link(HEAD + text.format("done(pool)")))
    assert not traces(link(HEAD + text.format("pool.add_done_callback(done)")))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("process.wait()", True),
        ("while process.poll() is None:\n    await x()\nprocess.wait()", False),
        ("while await x.poll() is None:\n    await x()\nprocess.wait()", False),
        ("while process.poll() is not None:\n    await x()\nprocess.wait()", True),
        ("if x:\n    while process.poll() is None:\n        await x()\nprocess.wait()", True),
        ("process.wait()\nwhile process.poll() is None:\n    await x()", True),
        ("if process.poll() is None:\n    process.wait()", True),
        ("if process.poll() is None:\n    await x()\n    process.wait()", False),
        ("await x()\nif process.poll() is None:\n    process.wait()", True),
    ],
)
def test_processes(body: str, expected: bool) -> None:
    """They were polled until they had ended, or the function was told and has only to collect them."""
    assert waits(body) is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("process.stdout.read()", True),
        ("process.wait()\nprocess.stdout.read()", False),
        ("process.wait()\nif process.returncode:\n    process.stderr.read()", False),
        ("process.stdout.read()\nprocess.wait()", True),
        ("if x:\n    process.wait()\nprocess.stdout.read()", True),
        ("other.wait()\nprocess.stdout.read()", True),
        ("process.wait()\nopen('n').read()", True),
    ],
)
def test_pipes(body: str, expected: bool) -> None:
    """What a process that has ended has written is there."""
    rows = "".join(f"    {row}\n" for row in body.splitlines())
    head = f"{HEAD}async def f(x, process: subprocess.Popen, other: subprocess.Popen):\n"
    found = [trace for trace in traces(link(head + rows, table=KNOWN)) if not trace.endswith(".wait")]
    assert bool(found) is expected
