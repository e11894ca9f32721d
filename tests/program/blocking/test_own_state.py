"""What methods of one object know of its attributes."""

import pytest

from tests.program.linking import link, traces

CLASS = """
import time
class Base:
    def __init__(self):
        self.file = None
        self.other = None
    def open(self):
        {asked}
            time.sleep(1)
        return self.file
    def close(self):
        self.file = None
    @property
    def lazy(self):
        {asked}
            time.sleep(2)
        return self.file
class Output(Base):
    async def cleanup(self, x):
        {asking}
            {call}
"""


def waits(asked: str, asking: str, call: str = "self.open()") -> bool:
    """Whether a method waits that is called under one test and asks another."""
    return bool(traces(link(CLASS.format(asked=asked, asking=asking, call=call))))


@pytest.mark.parametrize(
    ("asked", "asking", "expected"),
    [
        ("if self.file is None:", "if x:", True),
        ("if self.file is None:", "if self.file is None:", True),
        ("if self.file is None:", "if self.file is not None:", False),
        ("if self.file is None:", "if self.file:", False),
        ("if self.file is None:", "if x and self.file:", False),
        ("if self.file is None:", 'if getattr(self, "file", None) is not None:', False),
        ("if self.file is None:", 'if getattr(x, "file", None) is not None:', True),
        ("if self.file is None:", "if self.other is not None:", True),
        ("if self.file is None:", "if x.file is not None:", True),
        ("if self.file is None:", "if not self.file:", True),
        ("if not self.file:", "if self.file is not None:", True),
        ("if not self.file:", "if self.file:", False),
        ("if self.file:", "if self.file is None:", False),
        ("if self.file:", "if not self.file:", False),
        ("if self.file == 1:", "if not self.file:", True),
    ],
)
def test_states(asked: str, asking: str, expected: bool) -> None:
    """Something cannot be there and missing at once."""
    assert waits(asked, asking) is expected
    assert waits(asked, asking, "self.lazy.close()") is expected


def test_other_objects() -> None:
    """Of another object nothing is known, nor of an attribute that the caller sets."""
    asked, asking = "if self.file is None:", "if self.file is not None:"
    assert waits(asked, asking, "Output().open()")
    assert waits(asked, asking, "self.file = None; self.open()")
    assert waits(asked, asking, "self.close()\n            self.open()")
    assert waits(asked, asking, "await x()\n            self.open()")
    assert not waits(asked, asking, "print()\n            self.open()")


def test_early_return() -> None:
    """The caller may also have returned."""
    assert not waits("if self.file is None:", "if not self.file:", "return\n        self.open()")
