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
    ],
)
def test_never_waits(body: str, waits: bool) -> None:
    """Sockets in non-blocking mode, datagrams and new locks do not wait."""
    assert bool(traces(link(f"{HEAD}async def f(x):\n    {body}\n"))) is waits


@pytest.mark.parametrize(
    ("body", "waits"),
    [
        ("self.lock = threading.Lock()\n        self.lock.acquire()", False),
        ("self.lock = threading.Lock()\n        x(self.lock)\n        self.lock.acquire()", True),
        ("self.lock = x\n        self.lock.acquire()", True),
        ("if x:\n            self.lock = threading.Lock()\n        self.lock.acquire()", True),
    ],
)
def test_new_attributes(body: str, waits: bool) -> None:
    """A lock that is taken where the object gets it."""
    text = f"{HEAD}class A:\n    lock: threading.Lock\n    async def f(self, x):\n        {body}\n"
    assert bool(traces(link(text))) is waits
