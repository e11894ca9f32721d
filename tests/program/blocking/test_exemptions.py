"""Calls that are known to block and still do not wait."""

import pytest

from tests.program.linking import link, traces

HEAD = "import concurrent.futures, socket, threading\n"


@pytest.mark.parametrize(
    ("body", "waits"),
    [
        ("s = socket.socket()\n    s.recv(1)", True),
        ("s = socket.socket()\n    s.setblocking(False)\n    s.recv(1)", False),
        ("s = socket.socket()\n    s.settimeout(0)\n    s.recv(1)", False),
        ("s = socket.socket()\n    s.settimeout(5)\n    s.recv(1)", True),
        ("s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n    s.sendto(b'', ('10.0.0.1', 1))", False),
        ("s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n    s.sendto(b'', ('example.org', 1))", True),
        ("s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n    s.recv(1)", True),
        ("lock = threading.Lock()\n    lock.acquire()", False),
        ("lock = threading.Lock()\n    x(lock)\n    lock.acquire()", True),
        ("future = pool.submit(x)\n    future.result()", True),
        ("future = pool.submit(x)\n    if future.done():\n        future.result()", False),
        ("for future in concurrent.futures.as_completed([pool.submit(x)]):\n        future.result()", False),
    ],
)
def test_never_waits(body: str, waits: bool) -> None:
    """Sockets in non-blocking mode, datagrams, new locks and futures that are done do not wait."""
    text = f"{HEAD}async def f(x, pool: concurrent.futures.ThreadPoolExecutor):\n    {body}\n"
    found = [trace for trace in traces(link(text)) if "as_completed" not in trace]
    assert bool(found) is waits


def test_done_callback() -> None:
    """A future calls back when it is done."""
    text = "def done(future: concurrent.futures.Future):\n    future.result()\nasync def f(pool):\n    {}\n"
    assert traces(link(HEAD + text.format("done(pool)")))
    assert not traces(link(HEAD + text.format("pool.add_done_callback(done)")))
