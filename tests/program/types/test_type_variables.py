"""What type variables stand for: what arguments and receivers fix, or their bound."""

import pytest

from tests.program.linking import revealed

HEAD = """
from typing import Generic, Type, TypeVar

class S:
    def g(self) -> int: ...
    @classmethod
    def make(cls) -> "S": ...

class Sub(S):
    x: int

T = TypeVar("T")
B = TypeVar("B", bound=S)
Q = TypeVar("Q", bound="S")
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(cls: type[T]) -> T: ...\nreveal(f(S))", "a.S"),
        ("def f(cls: Type[T]) -> Type[T]: ...\nreveal(f(S))", "type[a.S]"),
        ("def f(cls: type[T], name: str) -> type[T]: ...\nreveal(f(S, '').make())", "a.S"),
        ("def f(classes: list[type[T]]) -> dict[str, T]: ...\nreveal(f([S]))", "dict[str, a.S]"),
        ("def f(cls: type[T]) -> T | None: ...\nreveal(f(S))", "a.S | None"),
        ("def f(cls: type[T]) -> T: ...\nreveal(f(unknown))", "~a.T"),
        ("def f(cls: type[T]): reveal(cls())", "~a.T"),
        ("def f(cls: type): reveal(cls())", "?"),
    ],
)
def test_classes(text: str, expected: str) -> None:
    """A class that is given for ``type[T]`` says what ``T`` is."""
    assert revealed(HEAD + text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(x: B): reveal(x.g())", "int"),
        ("def f(x: Q): reveal(x.g())", "int"),
        ("def f(x: T): reveal(x.g())", "?"),
        ("def f(xs: list[B]): reveal(xs[0].g())", "int"),
        ("def f(cls: type[B]): reveal(cls.make())", "a.S"),
        ("def f(cls: type[B]): reveal(cls().g())", "int"),
        ("def f(cls: type[T]): reveal(cls.make())", "?"),
        ("def f(x: B) -> B: ...\nreveal(f(Sub()).x)", "int"),
        ("class C(Generic[B]):\n    kind: type[B]\n    def f(self): reveal(self.kind.make())", "a.S"),
        ("class C(Generic[B]):\n    item: B\nclass D(C[Sub]):\n    def f(self): reveal(self.item.x)", "int"),
    ],
)
def test_bounds(text: str, expected: str) -> None:
    """Where nothing fixes a variable, its objects are what its bound says."""
    assert revealed(HEAD + text) == [expected]
