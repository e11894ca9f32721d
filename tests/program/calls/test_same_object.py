"""Methods that call others of the same object."""

import pytest

from asynclint.model.effects import Confidence
from tests.program.linking import link, traces

CLASSES = """
import time
from typing import Protocol
class Base:
    def connect(self):
        self.made()
    def made(self): ...
class Quick(Base):
    def made(self):
        print()
class Quicker(Quick): ...
class Slow(Base):
    def made(self):
        time.sleep(1)
class Slower(Slow):
    def connect(self):
        super().connect()
class Other:
    def connect(self):
        self.made()
    def made(self):
        time.sleep(1)
class Connects(Protocol):
    def connect(self): ...
"""


@pytest.mark.parametrize(
    ("parameter", "waits"),
    [
        ("x: Base", True),
        ("x: Slow", True),
        ("x: Slower", True),
        ("x: Quick", False),
        ("x: Quicker", False),
        ("x: Quick | None", False),
        ("x: Quick | Slow", True),
        ("x: Connects", False),
    ],
)
def test_receivers(parameter: str, waits: bool) -> None:
    """An object of a class whose own method does not wait does not run that of its cousin."""
    assert bool(traces(link(f"{CLASSES}async def f({parameter}):\n    x.connect()\n"))) is waits


def test_own() -> None:
    """A method of a subclass calls that of the base, of ``self`` or by ``super()``."""
    own = "class {0}2({0}):\n    def connect(self): ...\n    async def f(self):\n        super().connect()\n"
    assert not traces(link(CLASSES + own.format("Quick")))
    assert traces(link(CLASSES + own.format("Slow")))
    own = "class {0}2({0}):\n    async def f(self):\n        self.connect()\n"
    assert not traces(link(CLASSES + own.format("Quick")))
    assert traces(link(CLASSES + own.format("Slow")))


def test_below() -> None:
    """The object may be of a class below, unless it has just been made."""
    below = "class Late(Quick):\n    def made(self):\n        time.sleep(2)\n"
    assert traces(link(f"{CLASSES}{below}async def f(x: Quick):\n    x.connect()\n"))
    made = "class Late(Quick):\n    def __init__(self):\n        self.start()\n    def start(self): ...\n"
    made += "class Slowest(Late):\n    def start(self):\n        time.sleep(3)\n"
    assert not traces(link(f"{CLASSES}{made}async def f():\n    Late()\n"))
    assert traces(link(f"{CLASSES}{made}async def f():\n    Slowest()\n"))


def test_properties() -> None:
    """The same for what reads a property of the object."""
    text = (
        "class Base:\n    def go(self): return self.size\n    @property\n    def size(self): return 1\n"
        "class Quick(Base):\n    @property\n    def size(self): return 2\n"
        "class Slow(Base):\n    @property\n    def size(self): time.sleep(1)\n"
        "async def f(x: {}): x.go()\n"
    )
    assert not traces(link("import time\n" + text.format("Quick"), least=Confidence.POSSIBLE))
    assert traces(link("import time\n" + text.format("Slow"), least=Confidence.POSSIBLE))
