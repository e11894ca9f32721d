"""What subclasses tell of their base class."""

import pytest

from tests.program.linking import revealed

HEAD = "import abc\nclass S: ...\nclass T: ...\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class M:\n    def f(self): reveal(self.s)\nclass A(M):\n    s: S\n", "a.S"),
        ("class M:\n    def f(self): reveal(self.s)\nclass A(M):\n    s: S\nclass B(M):\n    s: T\n", "a.S | a.T"),
        ("class M:\n    def f(self): reveal(self.s)\nclass A(M):\n    s: S\nclass B(M): ...\n", "?"),
        ("class M:\n    def f(self): reveal(self.s)\nclass O:\n    s: S\nclass A(M, O): ...\n", "a.S"),
        ("class M:\n    s = None\n    def f(self): reveal(self.s)\nclass A(M):\n    s = S()\n", "a.S"),
        ("class M:\n    s = abc.abstractproperty()\n    def f(self): reveal(self.s)\nclass A(M):\n    s = S()", "a.S"),
        ("class M:\n    s = None\n    def f(self): reveal(self.s)\nclass A(M): ...\n", "None"),
        ("class M:\n    s = unknown()\n    def f(self): reveal(self.s)\nclass A(M):\n    s = S()\n", "?"),
        ("class M:\n    s = T()\n    def f(self): reveal(self.s)\nclass A(M):\n    s = S()\n", "a.T"),
        ("class M:\n    def f(self): reveal(self.s)\n", "?"),
    ],
)  # fmt: skip
def test_attribute(text: str, expected: str) -> None:
    """What a class leaves open is what all its heirs agree to have."""
    assert revealed(HEAD + text) == [expected]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("class B: ...", "a.S"),
        ("class B(abc.ABC): ...", "a.S"),
        ("class B(unknown.Base): ...", "?"),
        ("class B:\n    def __getattr__(self, name): ...", "None"),
        ("@unknown\nclass B: ...", "?"),
        ("class B:\n    s = T()", "a.S | a.T"),
    ],
)
def test_lacks(other: str, expected: str) -> None:
    """An alternative that cannot have the attribute is not the one that is meant."""
    text = f"{HEAD}class A:\n    s = S()\n{other}\ndef f(x: 'A | B'): reveal(x.s)\n"
    assert revealed(text) == [expected.replace("None", "?")]


@pytest.mark.parametrize(
    ("body", "use", "expected"),
    [
        ("async def call(): ...\n        return call", "P().anything", "def a.P.__getattr__.call"),
        ("return S()", "P().anything", "a.S"),
        ("return S()", "P()._private", "?"),
        ("return S()", "P().known", "a.T"),
        ("return unknown()", "P().anything", "?"),
    ],
)
def test_made_up(body: str, use: str, expected: str) -> None:
    """What no class of an object defines is what its ``__getattr__`` returns."""
    text = f"{HEAD}class P:\n    known: T\n    def __getattr__(self, name):\n        {body}\nreveal({use})\n"
    assert revealed(text) == [expected]


def test_base_that_is_an_attribute_of_an_object() -> None:
    """The question for the heirs of a class may lead through the bases of other classes to itself."""
    text = "class M: ...\nclass A(M):\n    s = S\nm = M()\nclass X(m.s): ...\nreveal(m.s)\nreveal(X())\n"
    assert revealed(HEAD + text) == ["type[a.S]", "a.X"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("class A(Thread):\n    s: S\ndef f(t: Thread): reveal(t.s)", "a.S"),
        ("class A(Timer):\n    s: S\ndef f(t: Thread): reveal(t.s)", "a.S"),
        ("class A(Thread):\n    s: S\ndef f(t: Timer): reveal(t.s)", "?"),
        ("class A(Thread):\n    s: S\ndef f(t: Thread): reveal(t.r)", "?"),
        ("class A(Thread):\n    def start(self) -> S: ...\ndef f(t: Thread): reveal(t.start())", "None"),
        ("class A(Thread):\n    s: S\nclass B(A):\n    s: T\ndef f(t: Thread): reveal(t.s)", "a.S | a.T"),
        ("class A(Thread):\n    s = x()\nclass B(A):\n    s: T\ndef f(t: Thread): reveal(t.s)", "?"),
    ],
)  # fmt: skip
def test_known(text: str, expected: str) -> None:
    """What an outside class lacks, an object that is declared to be of it has from a class of the project below."""
    assert revealed(f"from threading import Thread, Timer\n{HEAD}{text}\n") == [expected]
