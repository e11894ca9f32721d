"""Attributes that others give to objects."""

import pytest

from asynclint.knowledge.table import Table
from tests.program.linking import revealed

HEAD = "class S: ...\nclass T: ...\nclass A:\n    s = None\n    t = S()\nclass B(A): ...\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(a: A):\n    a.s = S()\ndef g(a: A): reveal(a.s)\n", "a.S"),
        ("def f(a: A):\n    a.s = S()\ndef g(b: B): reveal(b.s)\n", "a.S"),
        ("def f(b: B):\n    b.s = S()\ndef g(a: A): reveal(a.s)\n", "a.S"),
        ("def f(a: A):\n    a.new = S()\ndef g(a: A): reveal(a.new)\n", "a.S"),
        ("def f(a: A):\n    a.t = T()\ndef g(a: A): reveal(a.t)\n", "a.S"),
        ("def f(a):\n    a.s = S()\ndef g(a: A): reveal(a.s)\n", "None"),
        ("def f(a: T):\n    a.s = S()\ndef g(a: A): reveal(a.s)\n", "None"),
        ("def f(a: A):\n    a.s = S()\ndef g(a: A, x):\n    a.s = x\n    reveal(a.s)\n", "None"),
        ("def f(a: A, x):\n    a.s = S()\n    a.s = T()\n    a.s = x\n    reveal(a.s)\n", "a.S | a.T"),
    ],
)
def test_attribute(text: str, expected: str) -> None:
    """What a class leaves open is what the code of others puts there."""
    assert revealed(HEAD + text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("app['db'] = S()\ndef f(a: web.Application): reveal(a['db'])\n", "a.S"),
        ("KEY = 'db'\napp[KEY] = S()\ndef f(r: web.Request): reveal(r.app[KEY])\n", "a.S"),
        ("app['db'] = S()\nreveal(app['other'])\n", "?"),
        ("app['db'] = S()\nreveal(unknown['db'])\n", "?"),
        ("table = {}\ntable['db'] = S()\nreveal(app['db'])\n", "?"),
        ("app.db = S()\ndef f(r: web.Request): reveal(r.app.db)\n", "a.S"),
        ("class App(web.Application): ...\nApp().db = S()\nreveal(app.db)\n", "a.S"),
        ("class App(web.Application): ...\napp.db = S()\nreveal(App().db)\n", "a.S"),
        ("A().db = S()\nreveal(app.db)\n", "?"),
        ("'x'.db = S()\nreveal('y'.db)\n", "?"),
    ],
)
def test_known_class(text: str, expected: str) -> None:
    """The same for objects of a library's class, whose items may be filled too."""
    head = f"from aiohttp import web\n{HEAD}app = web.Application()\n"
    assert revealed(head + text, table=Table.load(("aiohttp",))) == [expected]
