"""What functions do to their callers, as facts."""

import pytest

from asynclint.model.effects import Blocking, Confidence
from asynclint.program.blocking.waiting import waiting_functions
from tests.program.linking import link

SOURCE = """
import time, os
def direct(): time.sleep(1)
def through(): direct()
def other(): pass
def both():
    through()
    os.makedirs("x")
def generator():
    direct()
    yield
async def coroutine(): time.sleep(1)
class C:
    def __init__(self): direct()
    def method(self): self.other()
    def other(self): time.sleep(1)
"""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.direct", Blocking.SLEEP),
        ("a.through", Blocking.SLEEP),
        ("a.both", Blocking.FILE),
        ("a.C.__init__", Blocking.SLEEP),
        ("a.C.method", Blocking.SLEEP),
        ("a.other", None),
        ("a.coroutine", None),
    ],
)
def test_functions(name: str, kind: Blocking | None) -> None:
    """A function that surely waits when it is called has a fact; of several the nearest counts."""
    facts = waiting_functions(link(SOURCE).effects)
    assert (facts[name].blocks if name in facts else None) is kind


def test_confidence() -> None:
    """A fact is as sure as the row that it comes from."""
    assert waiting_functions(link(SOURCE).effects)["a.through"].confidence is Confidence.CERTAIN
