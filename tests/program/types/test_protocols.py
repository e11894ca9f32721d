"""What awaiting, iterating, entering, subscripting and calling give."""

import pytest

from tests.program.linking import revealed

CLASSES = """
    import asyncio
    from contextlib import asynccontextmanager, contextmanager
    from typing import AsyncIterator, Callable, Generator, Iterator
    class C: ...
    class Iterable:
        def __iter__(self):
            yield C()
    class Own:
        def __iter__(self):
            return self
        def __next__(self):
            return C()
    class Asynchronous:
        def __aiter__(self):
            return self
        async def __anext__(self):
            return C()
    class Manager:
        def __enter__(self):
            return C()
        async def __aenter__(self) -> C: ...
    class Item:
        def __getitem__(self, key) -> C: ...
    class Callable_:
        def __call__(self) -> C: ...
    def generator():
        yield C()
    def iterator() -> Iterator[C]:
        yield C()
    def full_generator() -> Generator[C, None, int]:
        yield C()
    async def async_generator():
        yield C()
    async def async_iterator() -> AsyncIterator[C]:
        yield C()
    async def coroutine() -> C: ...
    @contextmanager
    def manager():
        yield C()
    @contextmanager
    def declared_manager() -> Iterator[C]:
        yield make()
    @asynccontextmanager
    async def async_manager():
        yield C()
    async def f(l: list[C], d: dict[str, C], t: tuple[C, int], s: tuple[C, ...], c: Callable[[int], C], o: C | None):
"""


@pytest.mark.parametrize(
    "body",
    [
        "for x in Iterable(): pass",
        "for x in Own(): pass",
        "for x in generator(): pass",
        "for x in iterator(): pass",
        "for x in full_generator(): pass",
        "for x in l: pass",
        "for x in s: pass",
        "for x in d.values(): pass",
        "for k, x in d.items(): pass",
        "for i, x in enumerate(l): pass",
        "for x, y in zip(l, s): pass",
        "for x in reversed(l): pass",
        "for x in sorted(l): pass",
        "async for x in Asynchronous(): pass",
        "async for x in async_generator(): pass",
        "async for x in async_iterator(): pass",
        "with Manager() as x: pass",
        "with manager() as x: pass",
        "with declared_manager() as x: pass",
        "async with Manager() as x: pass",
        "async with async_manager() as x: pass",
        "x = await coroutine()",
        "x = await asyncio.create_task(coroutine())",
        "x = await asyncio.wait_for(coroutine(), 1)",
        "x = await asyncio.shield(coroutine())",
        "x = await asyncio.to_thread(C)",
        "x = await asyncio.get_running_loop().run_in_executor(None, C)",
        "x = asyncio.run(coroutine())",
        "x = next(generator())",
        "x = l[0]",
        "x = l[1:][0]",
        "x = d['k']",
        "x = t[0]",
        "x = s[7]",
        "x = Item()[0]",
        "x = Callable_()()",
        "x = c(1)",
        "x = (lambda: C())()",
    ],
)
def test_protocol(body: str) -> None:
    """Each way to get an object out of another gives the object."""
    assert revealed(f"{CLASSES}        {body}\n        reveal(x)\n") == ["a.C"]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("t[1]", "int"),
        ("t[5]", "?"),
        ("t[x]", "a.C | int"),
        ("d.get('k')", "a.C | None"),
        ("l[1:]", "list[a.C]"),
        ("'text'[0]", "str"),
        ("C()[0]", "?"),
        ("C()()", "?"),
        ("await C()", "?"),
        ("coroutine()", "typing.Coroutine[a.C]"),
        ("async_generator()", "typing.AsyncGenerator[a.C]"),
        ("generator()", "typing.Generator[a.C]"),
        ("asyncio.create_task(coroutine())", "asyncio.Task[a.C]"),
        ("manager()", "contextlib.AbstractContextManager[a.C]"),
        ("o", "a.C | None"),
    ],
)
def test_value(expression: str, expected: str) -> None:
    """What an object does not have is not known."""
    assert revealed(f"{CLASSES}        reveal({expression})\n") == [expected]


def test_none_is_passed_over() -> None:
    """The ``None`` half of a union has no attributes, items or calls; the other half answers."""
    assert revealed(
        """
        class C:
            def m(self) -> int: ...
            def __iter__(self):
                yield 1
        def f(x: C | None):
            reveal(x.m())
            for y in x:
                reveal(y)
        """
    ) == ["int", "int"]
