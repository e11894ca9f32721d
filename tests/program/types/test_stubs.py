"""Stub files beside sources."""

import pytest

from tests.program.linking import revealed

STUB = """
from b import B
class A:
    made: B
    def get_b(self) -> B: ...
    def give(self, x: B) -> None: ...
def f() -> B: ...
x: B
"""


@pytest.mark.parametrize(
    ("source", "use", "expected"),
    [
        ("class A: ...\n", "A().get_b()", "b.B"),
        ("class A: ...\n", "A().made", "b.B"),
        ("class A:\n    def get_b(self): return make()\n", "A().get_b()", "b.B"),
        ("class A:\n    def get_b(self) -> int: return 1\n", "A().get_b()", "int"),
        ("class A:\n    made = 1\n", "A().made", "int"),
        ("class A: ...\n", "a.x", "b.B"),
        ("class A: ...\ndef f(): return make()\n", "a.f()", "b.B"),
        ("class A: ...\n", "A().other", "?"),
    ],
)
def test_stub(source: str, use: str, expected: str) -> None:
    """A stub declares what its source makes by other means; what the source says itself comes first."""
    files = {
        "a.py": source,
        "a.pyi": STUB,
        "b.py": "class B: ...\n",
        "c.py": f"import a\nfrom a import A\nreveal({use})\n",
    }
    assert revealed(files) == [expected]


def test_parameter() -> None:
    """Parameters without annotations have those of the stub."""
    files = {"a.py": "class A:\n    def give(self, x): reveal(x)\n", "a.pyi": STUB, "b.py": "class B: ...\n"}
    assert revealed(files) == ["b.B"]


def test_class_that_the_source_has_as_something_else() -> None:
    """A class of the stub counts before an assignment of the source, not before a class of it."""
    files = {
        "a.py": "Table = dict\nclass Row: ...\n",
        "a.pyi": "class Table(dict):\n    def first(self) -> Row: ...\nclass Row: ...\n",
        "b.py": "from a import Row, Table\nreveal(Table().first())\nreveal(Row())\n",
    }
    assert revealed(files) == ["a.Row", "a.Row"]
