"""Calls of something unknown, for whose result the program waits elsewhere."""

import pytest

from asynclint.program.awaiting.same_calls import waited_elsewhere
from tests.program.linking import link

HEAD = "class A:\n    async def wait(self): return await self.box.take(1)\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{HEAD}    async def f(self): return self.box.take(2) + 1\n", 1),
        (f"{HEAD}    async def f(self):\n        if self.box.take(2): pass\n", 1),
        (f"{HEAD}    async def f(self):\n        x = self.box.take(2)\n", 1),
        (f"{HEAD}    async def f(self): self.box.take(2)\n", 0),
        (f"{HEAD}    async def f(self): self.box.take(2).close()\n", 0),
        (f"{HEAD}    async def f(self): return self.other.take(2) + 1\n", 0),
        (f"{HEAD}    def f(self): return self.box.take(2) + 1\n", 0),
        (f"{HEAD}class B:\n    async def f(self): return self.box.take(2) + 1\n", 0),
        (f"{HEAD}    async def f(self):\n        x = self.box.take(2)\n        if isawaitable(x): pass\n", 0),
        ("async def f(b):\n    x = await b.take()\n    while x:\n        x += b.take()\n", 1),
        ("async def f(b):\n    if b.x:\n        await b.take()\n    else:\n        x = b.take() + 1\n", 0),
        ("async def f(b):\n    await b.take()\nasync def g(b):\n    return b.take() + 1\n", 0),
        ("async def f():\n    await take()\n    return take() + 1\n", 0),
    ],
)
def test_waited_elsewhere(text: str, found: int) -> None:
    """The same attribute of the same object, in coroutines of one class or in one function, and no branch apart."""
    assert len(waited_elsewhere(link(text).index.modules[0])) == found
