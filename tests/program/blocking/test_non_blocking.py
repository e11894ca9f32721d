"""Sockets, pipes and serial ports that do not wait."""

import pytest

from asynclint.knowledge.table import Table
from tests.program.linking import MODULES, link, traces

KNOWN = Table.load((*MODULES, "serial", "socket", "ssl"))

HEAD = "import os, serial, socket, ssl\n"


def waits(text: str, **files: str) -> bool:
    """Whether anything in ``a.py`` waits on a loop; ``files`` are other modules of the program."""
    others = {f"{name}.py": other for name, other in files.items()}
    return bool(traces(link({"a.py": HEAD + text, **others}, table=KNOWN)))


@pytest.mark.parametrize(
    ("handler", "expected"),
    [
        ("except BlockingIOError:", False),
        ("except (InterruptedError, BlockingIOError):", False),
        ("except ssl.SSLWantReadError:", False),
        ("except OSError:", True),
        ("finally:", True),
    ],
)
@pytest.mark.parametrize("call", ["s.recv(1)", "os.read(fd, 1)"])
def test_handlers(handler: str, expected: bool, call: str) -> None:
    """Who handles the error of those that would have to wait has told them not to."""
    text = f"async def f(s: socket.socket, fd):\n    try:\n        {call}\n    {handler}\n        pass\n"
    assert waits(text) is expected


def test_handlers_elsewhere() -> None:
    """The handler stands round the call, in the same function, and of what opens files it says nothing."""
    handled = "    try:\n        {}\n    except BlockingIOError:\n        pass\n"
    assert waits("async def f(s: socket.socket):\n" + handled.format("x()") + "    s.recv(1)\n")
    assert waits("async def f(path):\n" + handled.format("open(path)"))


SOCKET = """
class Base:
    def __init__(self, made: socket.socket):
        self.socket = made
        {}
class Stream(Base):
    async def read(self):
        return self.socket.recv(1)
"""


def test_classes() -> None:
    """A base class makes its socket so, or whoever has the object uses that of the class."""
    assert waits(SOCKET.format("pass"))
    assert not waits(SOCKET.format("self.socket.setblocking(False)"))
    assert waits(SOCKET.format("self.other.setblocking(False)"))
    assert waits(SOCKET.format("self.socket.setblocking(made)"))
    uses = "from b import Base\nasync def f(base: Base):\n    base.socket.recv(1)\n"
    made = HEAD + SOCKET.replace("class Stream", "class _").split("class _")[0]
    assert waits(uses, b=made.format("pass"))
    assert not waits(uses, b=made.format("self.socket.settimeout(0)"))


def test_datagrams_of_others() -> None:
    """What another object sends by its socket for datagrams does not wait."""
    uses = "from b import Voice\nasync def f(voice: Voice):\n    voice.socket.sendto(b'', ('10.0.0.1', 1))\n"
    made = "import socket\nclass Voice:\n    def __init__(self):\n        self.socket = socket.socket(1, {})\n"
    assert not waits(uses, b=made.format("socket.SOCK_DGRAM"))
    assert waits(uses, b=made.format("socket.SOCK_STREAM"))


DESCRIPTORS = """
class Pipe:
    def __init__(self, fd):
        self.fd = fd
        {}
    async def write(self, data):
        os.write(self.fd, data)
"""


def test_descriptors() -> None:
    """``os.set_blocking`` in a method of the class."""
    assert waits(DESCRIPTORS.format("pass"))
    assert waits(DESCRIPTORS.format("os.set_blocking(fd, True)"))
    assert not waits(DESCRIPTORS.format("os.set_blocking(fd, False)"))


SERIAL = """
class Line:
    def __init__(self, port: serial.Serial):
        self.port = port
        {}
    async def read(self):
        return self.port.{}
"""


def test_serial_ports() -> None:
    """Ports whose timeout is set to 0 give what is there."""
    assert waits(SERIAL.format("pass", "read(1)"))
    assert waits(SERIAL.format("self.port.timeout = 5", "read(1)"))
    assert waits(SERIAL.format("self.port.write_timeout = 0", "read(1)"))
    assert not waits(SERIAL.format("self.port.timeout = 0", "read(1)"))
    assert not waits(SERIAL.format("self.port.write_timeout = 0", "write(b'')"))
