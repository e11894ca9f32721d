"""Attributes that others give to objects."""

import pytest

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
