"""Dictionaries that are used as records."""

import pytest

from tests.program.linking import revealed

CLASSES = "class C: ...\nclass D: ...\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R = {'c': C(), 'd': D()}\nreveal(R['c'])\n", "a.C"),
        ("R = {'c': C(), 'd': D()}\nreveal(R.get('d'))\n", "a.D | None"),
        ("R = {'c': None, 'd': D()}\ndef f():\n    R['c'] = C()\ndef g(): reveal(R['c'])\n", "a.C"),
        ("R = {}\nKEY = 'c'\ndef f():\n    R[KEY] = C()\n    R['d'] = D()\ndef g(): reveal(R['c'])\n", "a.C"),
        ("R = {'c': C()}\ndef f():\n    R['c'] = D()\ndef g(): reveal(R['c'])\n", "a.C | a.D"),
        ("R = {'x': {'c': C(), 'd': 1}, 'y': {'c': D()}}\nreveal(R['x']['c'])\n", "a.C"),
        ("R = {'x': {'c': None}}\ndef f(n):\n    R[n]['c'] = C()\ndef g(): reveal(R['x']['c'])\n", "a.C"),
        ("R = {'c': C(), 'd': D()}\nreveal(R['e'])\n", "a.C | a.D"),
        ("R = {'d': D()}\ndef f(x):\n    R['c'] = x.y\ndef g(): reveal(R['c'])\n", "?"),
        ("R = {'c': None, 'd': D()}\nreveal(R['c'])\n", "None"),
        ("def f(k):\n    r = {'c': C(), 'd': D()}\n    reveal(r[k])\n", "a.C | a.D"),
        ("class A:\n    def m(self): self.r = {'c': C(), 'd': 1}\ndef f(a: A): reveal(a.r['c'])\n", "a.C"),
        ("def f(r: dict[str, D]):\n    r['c'] = C()\n    reveal(r['c'])\n", "a.D"),
        ("R = make()\nR['c'] = C()\nreveal(R['c'])\n", "?"),
    ],
)  # fmt: skip
def test_item(text: str, expected: str) -> None:
    """An item under a constant key is what the display and assignments put under that key."""
    assert revealed(CLASSES + text) == [expected]


def test_record_of_another_file() -> None:
    """A record may be imported."""
    files = {
        "a.py": "class C: ...\nSHARE = {'c': None, 'd': 1}\ndef f():\n    SHARE['c'] = C()\n",
        "b.py": "from a import SHARE\nreveal(SHARE['c'])\n",
    }
    assert revealed(files) == ["a.C"]
