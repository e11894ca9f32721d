"""What becomes of awaitables after their creation."""

import pytest

from tests.program.linking import link

HEAD = """
import asyncio
async def co(): ...
"""


def function(body: str) -> str:
    """The head with a coroutine function ``f`` of this body."""
    return f"{HEAD}async def f(c: int, self=1):\n" + "".join(f"    {row}\n" for row in body.split("\n"))


@pytest.mark.parametrize(
    ("body", "protection"),
    [
        ("try:\n    return co()\nexcept E:\n    pass", "`try`"),
        ("try:\n    pass\nexcept E:\n    return co()", None),
        ("with c:\n    return co()", "`with`"),
        ("async with c:\n    if c:\n        return co()", "`async with`"),
        ("if c:\n    return co()", None),
    ],
)
def test_protection(body: str, protection: str | None) -> None:
    """A coroutine that leaves a ``try`` or ``with`` runs outside of it; its handlers do not count."""
    program = link(function(body))
    (use,) = [use for use in program.awaitable_uses if use.site.function_name == "f"]
    assert program.fates.protection(use) == protection


@pytest.mark.parametrize(
    ("body", "handed_on"),
    [
        ("x = co()\nif x: pass", False),
        ("x = co()\nif x:\n    await x", True),
        ("x = co()\nunknown(x)", True),
        ("x = co()\nprint(x)", False),
        ("x = co()\nreturn x", True),
        ("x = co()\ntakes_number(x)", False),
        ("x = co()\ntakes_anything(x)", True),
    ],
)
def test_handed_on(body: str, handed_on: bool) -> None:
    """A name is handed on when somebody gets it who may await it."""
    helpers = "def takes_number(n: int): ...\ndef takes_anything(n): ...\n"
    program = link(helpers + function(body).lstrip("\n"))
    use = next(use for use in program.awaitable_uses if use.site.function_name == "f")
    assert program.fates.handed_on(use) is handed_on


@pytest.mark.parametrize(
    ("parameter", "wanted"),
    [
        ("n: int", "int"),
        ("n: 'int | None'", "int"),
        ("n: list[int]", "list"),
        ("n", None),
        ("n: object", None),
        ("n: Awaitable[int]", None),
        ("n: Unknown", None),
        ("*n: int", None),
        ("n: Own", "Own"),
        ("n: Waiting", None),
    ],
)
def test_wanted_by_receiver(parameter: str, wanted: str | None) -> None:
    """A receiver wants a plain value only when its parameter declares one that no awaitable can be."""
    text = f"""
from typing import Awaitable
class Own: ...
class Waiting:
    def __await__(self): ...
async def co(): ...
def receiver({parameter}): ...
async def f():
    receiver(co())
"""
    program = link(text)
    (use,) = [use for use in program.awaitable_uses if use.site.row.name == "co"]
    assert program.fates.wanted(use) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("async def f() -> int:\n    return co()\n", "int"),
        ("async def f() -> int:\n    x = co()\n    return x\n", "int"),
        ("def f() -> int:\n    if c:\n        return co()\n", None),
        ("async def f() -> Awaitable[int]:\n    return co()\n", None),
        ("@unknown\nasync def f() -> int:\n    return co()\n", None),
        ("async def f():\n    return cast(int, co())\n", "int"),
        ("async def f():\n    return cast('Awaitable[int]', co())\n", None),
        ("async def f(others: list[int]):\n    x = co()\n    return [x] + others\n", "int"),
        ("async def f(others: list[Awaitable[int]]):\n    x = co()\n    return [x] + others\n", None),
        ("async def f(others):\n    x = co()\n    return [x] + others\n", None),
    ],
)
def test_wanted_elsewhere(body: str, wanted: str | None) -> None:
    """Results, casts and the other elements of a list tell as well what is wanted."""
    program = link(f"from typing import Awaitable, cast\nasync def co(): ...\n{body}")
    found = [program.fates.wanted(use) for use in program.awaitable_uses if use.site.row.name == "co"]
    assert found == [wanted] or (wanted is None and not found)


@pytest.mark.parametrize(
    ("body", "always"),
    [
        ("if co(): pass", True),
        ("x = co()\nif x:\n    await x", True),
        ("x = co()\nif x:\n    return x", True),
        ("x = None\nif c:\n    x = co()\nif x:\n    await x", False),
        ("x = co() if c else None\nif x:\n    await x", False),
        ("x = co()\nawait x", False),
        ("x = co()\nif not x or not iscoroutine(x): return", False),
        ("x = co()\nif x: x.close()", False),
        ("x = co()\nif x: x.update()", True),
    ],
)
def test_always_true(body: str, always: bool) -> None:
    """A condition is always true when nothing but the awaitable can be meant."""
    program = link(function(body))
    uses = [use for use in program.awaitable_uses if use.site.function_name == "f"]
    assert any(program.fates.always_true(use) for use in uses) is always


@pytest.mark.parametrize(
    ("body", "escape"),
    [
        ("try:\n        drive()\n    except ValueError: pass", True),
        ("try:\n        drive()\n    finally: pass", False),
        ("drive()", False),
        ("try:\n        plain()\n    except ValueError: pass", False),
    ],
)
def test_errors_escape(body: str, escape: bool) -> None:
    """The errors of a driven generator never come to the ``try`` round its call."""
    text = f"""
from twisted.internet.defer import Deferred, inlineCallbacks
@inlineCallbacks
def drive(): yield 1
def plain() -> Deferred: ...
def f():
    {body}
"""
    program = link(text)
    (use,) = program.awaitable_uses
    assert program.fates.errors_escape(use) is escape


def test_meant_to_be_awaited() -> None:
    """That others await the same function, or that a ``try`` expects its errors, shows what was meant."""
    other = "async def other(): ...\n"
    body = "co()\nother()\ntry:\n    other()\nexcept E: ...\nawait co()"
    program = link(other + function(body).lstrip("\n"))
    uses = [use for use in program.awaitable_uses if use.site.function_name == "f"]
    assert [program.fates.meant_to_be_awaited(use) for use in uses] == [True, False, True]


def test_in_coroutine() -> None:
    """Only a coroutine could have awaited."""
    program = link(f"{HEAD}async def f():\n    co()\ndef g():\n    co()\n")
    uses = [use for use in program.awaitable_uses if use.site.function_name in "fg"]
    assert [program.fates.in_coroutine(use.site) for use in uses] == [True, False]
