"""Texts behind names."""

import pytest

from asynclint.program.types.constants import text_of
from asynclint.program.types.scopes import Context
from tests.program.linking import calls, link, module


def text(files: dict[str, str]) -> str | None:
    """The text that the argument of ``reveal`` in ``a.py`` is."""
    program = link(files)
    node = module(program)
    (number,) = calls(program, "reveal")
    row = node.summary.calls[number]
    context = Context(node.functions[row.function], row.block, row.line)
    return text_of(program.inference, row.arguments[0], context)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("reveal('x')\n", "x"),
        ("X = 'x'\nreveal(X)\n", "x"),
        ("X: str = 'x'\nY = X\ndef f():\n    reveal(Y)\n", "x"),
        ("X = 'x'\nX = 'y'\nreveal(X)\n", None),
        ("reveal(1)\n", None),
        ("reveal(X)\n", None),
        ("X = f()\nreveal(X)\n", None),
        ("def f(x):\n    reveal(x)\n", None),
    ],
)
def test_text(source: str, expected: str | None) -> None:
    """A literal, or a name that is bound once to one."""
    assert text({"a.py": source}) == expected


def test_imported_text() -> None:
    """A constant of another module, also under another name."""
    assert text({"a.py": "from b import X as Y\nreveal(Y)\n", "b.py": "from c import X\n", "c.py": "X = 'x'\n"}) == "x"
