"""How functions go on to a blocking call, for those who call them in one way or another."""

import pytest

from asynclint.program.blocking.avoiding import Avoiding
from tests.program.linking import link, traces

MANY = 40
SAVING = """
import time
def write(): time.sleep(1)
class Node:
    def save(self, force=False): ...
    def store(self, skip=False):
        if skip:
            return
        self.save()
"""


def program_text(call: str) -> str:
    """Coroutines that call a function which calls a method of many classes, each of which comes to the wait."""
    classes = [f"class N{i}(Node):\n    def save(self, force=False): write()\n" for i in range(MANY)]
    callers = [f"async def f{i}(node: Node):\n    node.store({call})\n" for i in range(MANY)]
    return "".join([SAVING, *classes, *callers])


@pytest.mark.parametrize(("call", "found"), [("", True), ("skip=True", False)])
def test_call_of_many_methods(call: str, found: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a function comes to a call is asked once, however many methods the call may run."""
    asked: list[int] = []
    original = Avoiding.passes_by

    def counted(self: Avoiding, *given: object) -> bool:
        asked.append(1)
        return original(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Avoiding, "passes_by", counted)
    assert bool(traces(link(program_text(call)))) is found
    assert len(asked) <= 8 * MANY
