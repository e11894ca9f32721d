"""Type comments stand for annotations."""

import pytest

from tests.program.linking import revealed

HEAD = "from typing import List, Optional\nclass A: ...\nclass B: ...\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = f()  # type: A\nreveal(x)\n", ["a.A"]),
        ("x = f()  # type: List[A]  # why\nreveal(x)\n", ["list[a.A]"]),
        ("x = 1  # type: ignore\nreveal(x)\n", ["int"]),
        ("x = 1  # type: ignore[attr-defined]\nreveal(x)\n", ["int"]),
        ("x = 1  # type: not a type\nreveal(x)\n", ["int"]),
        ("x = f(\n    1,\n)  # type: A\nreveal(x)\n", ["a.A"]),
        ("def f(a, b=None):\n    # type: (A, Optional[B]) -> B\n    reveal(a)\n    reveal(b)\n", ["a.A", "a.B | None"]),
        ("def f(a, *b):\n    # type: (A, *B) -> List[A]\n    reveal(b)\n", ["tuple[a.B, ellipsis]"]),
        ("def f(a, *b):\n    # type: (A, *B) -> List[A]\n    pass\nreveal(f())\n", ["list[a.A]"]),
        ("class C:\n    def f(self, a):  # type: (A) -> None\n        reveal(a)\n", ["a.A"]),
        ("class C:\n    def f(self, a):  # type: (C, A) -> None\n        reveal(a)\n", ["a.A"]),
        ("def f(\n    a,  # type: A\n    b,  # type: B\n):\n    # type: (...) -> A\n    reveal(b)\n", ["a.B"]),
        ("def f():\n    # type: () -> A\n    return g()\nreveal(f())\n", ["a.A"]),
        ("def f(a: A):\n    # type: (B) -> B\n    reveal(a)\n", ["a.A"]),
        ("class C:\n    def f(self):\n        self.a = None  # type: Optional[A]\nreveal(C().a)\n", ["a.A | None"]),
    ],
)  # fmt: skip
def test_type_comment(text: str, expected: list[str]) -> None:
    """Variables, parameters and results are what their comments say; real annotations come first."""
    assert revealed(HEAD + text) == expected
