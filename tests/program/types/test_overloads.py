"""Which variant of an overloaded function a call means."""

import pytest

from tests.program.linking import revealed

SOURCE = """
    from typing import Any, Generic, Literal, TypeVar, overload
    T = TypeVar("T")
    class Sync: ...
    class Async: ...
    class Key(Generic[T]): ...
    class Special(Key[T]): ...
    class Other: ...
    @overload
    def client(*, sync: Literal[False] = False) -> Async: ...
    @overload
    def client(*, sync: Literal[True]) -> Sync: ...
    def client(*, sync: bool = False) -> Sync | Async: ...
    class Table:
        @overload
        def __getitem__(self, key: Special[T]) -> list[T]: ...
        @overload
        def __getitem__(self, key: Key[T]) -> T: ...
        @overload
        def __getitem__(self, key: str) -> Any: ...
        @overload
        def get(self, key: Key[T]) -> T: ...
        @overload
        def get(self, key: Key[T], default: int) -> T | int: ...
        def get(self, key, default=0): ...
    @overload
    def either(x: None) -> Sync: ...
    @overload
    def either(x: int | str, *rest: int) -> Async: ...
    def either(x, *rest): ...
    def f(t: Table, key: Key[Sync], special: Special[Sync], some: bool, i: int, unknown):
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("client()", "a.Async"),
        ("client(sync=True)", "a.Sync"),
        ("client(sync=some)", "a.Sync | a.Async"),
        ("client(**unknown)", "a.Sync | a.Async"),
        ("t[key]", "a.Sync"),
        ("t[special]", "list[a.Sync]"),
        ("t['x']", "?"),
        ("t[unknown]", "?"),
        ("t[Other()]", "?"),
        ("t.get(key)", "a.Sync"),
        ("t.get(key, 1)", "a.Sync | int"),
        ("t.get(key, default=1)", "a.Sync | int"),
        ("t.get(key, other=1)", "?"),
        ("either(None)", "a.Sync"),
        ("either(1, 2, 3)", "a.Async"),
        ("either(True)", "a.Async"),
        ("either(b'')", "?"),
        ("either(unknown)", "?"),
    ],
)
def test_choice(call: str, expected: str) -> None:
    """The first variant that surely takes the arguments counts; the function itself where none does."""
    assert revealed(f"{SOURCE}        reveal({call})\n") == [expected]
