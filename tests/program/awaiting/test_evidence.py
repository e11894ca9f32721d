"""What other places show of a coroutine that stands where its result belongs."""

import pytest

from asynclint.model.effects import Confidence
from asynclint.program.awaiting.evidence import Evidence
from tests.program.linking import link

HEAD = "async def co(): return 1\n"


def against(text: str) -> list[Evidence | None]:
    """The evidence against each coroutine of a program that is not awaited."""
    program = link(HEAD + text)
    return [program.witnesses.against(use) for use in program.awaitable_uses]


def test_returned_by_coroutine() -> None:
    """Who awaits the outer coroutine gets the inner one."""
    (evidence,) = against("async def f():\n    return co()\n")
    assert evidence == Evidence("returned to those who wait for `f`", Confidence.LIKELY)


def test_returned_by_itself() -> None:
    """A coroutine function that awaits itself elsewhere never means to give itself."""
    (evidence,) = against("async def f(n):\n    return f(n - 1)\n")
    assert evidence is not None
    assert evidence.confidence is Confidence.CERTAIN


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        (
            "async def f():\n    use(1, co())\n    use(1, await co())\n",
            "passed as argument 2, where another call passes the result,",
        ),
        (
            "async def f():\n    use(x=co())\n    y = await co()\n    use(x=y)\n",
            "passed as `x`, where another call passes the result,",
        ),
        ("async def f():\n    use(co())\n    use(1, await co())\n", None),
        ("async def f():\n    use(co())\n", None),
    ],
)
def test_passed(text: str, phrase: str | None) -> None:
    """Another call that passes what the same function gives after ``await`` is a witness."""
    evidence = [found for found in against(text) if found]
    assert [found.phrase for found in evidence] == ([phrase] if phrase else [])


@pytest.mark.parametrize(
    ("other", "phrase"),
    [
        ("if self.v: pass", "kept as `.v`, which is tested elsewhere"),
        ("self.v[0]", "kept as `.v`, which is subscripted elsewhere"),
        ("self.v = 1", "kept as `.v`, which holds plain values elsewhere,"),
        ("await self.v", None),
        ("return self.v", None),
        ("print(self.v)", None),
        ("pass", None),
    ],
)
def test_stored(other: str, phrase: str | None) -> None:
    """An attribute that is only used as a plain value, or holds one elsewhere, is no place for a coroutine."""
    text = f"class A:\n    async def f(self):\n        self.v = co()\n    async def g(self):\n        {other}\n"
    evidence = [found for found in against(text) if found]
    assert [found.phrase for found in evidence] == ([phrase] if phrase else [])


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("async def f():\n    return await co() or co()\n", "returned to those who wait for `f`"),
        ("async def f(x):\n    return 1 if x else co()\n", "returned to those who wait for `f`"),
        ("def f(x):\n    return x or co()\n", None),
    ],
)
def test_returned_alternative(text: str, phrase: str | None) -> None:
    """One of several things that a coroutine function gives."""
    assert [found.phrase for found in against(text) if found] == ([phrase] if phrase else [])


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("async def f():\n    use({'a': co()})\n    use({'a': await co()})\n", "a"),
        ("async def f():\n    d = {'a': co()}\n    use(d, {'a': await co()})\n", "a"),
        ("async def f():\n    x = co()\n    y = await co()\n    return {'a': x}, {'a': y}\n", "a"),
        ("async def f():\n    d = {'a': co(), 'b': co()}\n    use(d, {'b': await co()})\n", "b"),
        ("async def f():\n    use({'a': co()})\n    use({'b': await co()})\n", None),
        ("async def f():\n    use({'a': co()})\n    use({'a': await other()})\n", None),
        ("async def f():\n    use({'a': co()})\n    return {'a': co()}\n", None),
        ("async def f():\n    use([co()])\n    use([await co()])\n", None),
    ],
)
def test_entries(text: str, key: str | None) -> None:
    """Another dictionary that has the result under the same key is a witness."""
    phrase = f"put under the key `{key}`, where another dictionary has the result,"
    assert [found.phrase for found in against(text) if found] == ([phrase] if key else [])


@pytest.mark.parametrize(
    ("body", "phrase"),
    [
        ("self.v: int = co()", "kept as `.v`, which is declared to be int"),
        ("self.w = co()", "kept as `.w`, which is declared to be str"),
        ("self.u = co()", None),
        ("self.unknown = co()", None),
        (
            "try:\n            self.x = co()\n        except OSError: pass",
            "kept as `.x` in a `try` that expects its errors",
        ),
        ("try:\n            self.y = co()\n        except OSError: pass", None),
        ("with self:\n            self.x = co()", None),
    ],
)
def test_stored_where_something_else_belongs(body: str, phrase: str | None) -> None:
    """The declared type of the attribute speaks against the coroutine, and so do handlers of what it would raise."""
    text = "from typing import Coroutine\nclass B:\n    w: str\n    u: Coroutine | None = None\n"
    text += f"class A(B):\n    async def f(self):\n        {body}\n    async def g(self):\n        await self.y\n"
    assert [found.phrase for found in against(text) if found] == ([phrase] if phrase else [])
