"""Results of calls."""

from tests.program.linking import revealed


def test_inferred_result() -> None:
    """Without an annotation a function gives what it returns, on all ways."""
    assert revealed(
        """
        class C: ...
        class D: ...
        def one(): return C()
        def two(x): return C() if x else D()
        def three(x):
            if x:
                return C()
            return None
        def nothing(): print()
        def unknown(x):
            if x:
                return C()
            return x
        def stub(): ...
        reveal(one())
        reveal(two(1))
        reveal(three(1))
        reveal(nothing())
        reveal(unknown(undefined))
        reveal(stub())
        """
    ) == ["a.C", "a.C | a.D", "a.C | None", "None", "?", "?"]


def test_annotation_before_inference() -> None:
    """A declared result counts, whatever is returned."""
    assert revealed("class C: ...\ndef f() -> C:\n    return 1\nreveal(f())\n") == ["a.C"]


def test_result_of_callee_in_other_file() -> None:
    """A declared result means the class that the declaring file knows by that name."""
    files = {"a.py": "from b import f\nclass C: ...\nreveal(f())\n", "b.py": "class C: ...\ndef f() -> 'C': ...\n"}
    assert revealed(files) == ["b.C"]


def test_factories() -> None:
    """Class methods and ``Self`` give an object of the class that they are called on."""
    assert revealed(
        """
        from typing import Self
        class A:
            @classmethod
            def make(cls):
                return cls()
            @classmethod
            def typed(cls) -> Self: ...
            def me(self) -> Self: ...
            @staticmethod
            def static() -> "A": ...
        class B(A): ...
        reveal(A.make())
        reveal(B.typed())
        reveal(B().typed())
        reveal(B().me())
        reveal(B.static())
        """
    ) == ["a.A", "a.B", "a.B", "a.B", "a.A"]


def test_cast() -> None:
    """``cast`` gives what it says, under any name."""
    text = "from typing import cast\nimport typing as t\nclass C: ...\nreveal(cast(C, x))\nreveal(t.cast(list[C], x))\n"
    assert revealed(text) == ["a.C", "list[a.C]"]


def test_partial() -> None:
    """Calling a partial calls what it was made of."""
    assert revealed(
        """
        from functools import partial
        class C: ...
        def f(x) -> C: ...
        p = partial(f, 1)
        reveal(p)
        reveal(p())
        """
    ) == ["partial[def a.f]", "a.C"]


def test_generic_function() -> None:
    """A type variable of a function stands for what the arguments say."""
    assert revealed(
        """
        from typing import Callable, TypeVar
        T = TypeVar("T")
        class C: ...
        def same(x: T) -> T: ...
        def first(x: list[T]) -> T: ...
        def call(f: Callable[[], T]) -> T: ...
        def f(l: list[C]):
            reveal(same(C()))
            reveal(same(x=C()))
            reveal(first(l))
            reveal(call(C))
        """
    ) == ["a.C", "a.C", "a.C", "a.C"]


def test_type_parameters_of_a_function() -> None:
    """A function that declares its type variables itself (PEP 695) is as generic as one that imports them."""
    assert revealed(
        """
        class C: ...
        def same[T](x: T) -> T: ...
        class A:
            def first[T](self, x: list[T]) -> T: ...
        def f(l: list[C]):
            reveal(same(C()))
            reveal(A().first(l))
        """
    ) == ["a.C", "a.C"]


def test_getattr_with_a_constant() -> None:
    """``getattr`` with a literal name reads the attribute; with another it may give anything."""
    assert revealed(
        """
        class A:
            def __init__(self):
                self.x = 1
        reveal(getattr(A(), "x"))
        reveal(getattr(A(), name))
        """
    ) == ["int", "?"]


def test_class_of_an_object() -> None:
    """Calling ``type(x)`` constructs another object of the class."""
    assert revealed("class C: ...\nx = C()\nreveal(type(x))\nreveal(type(x)())\n") == ["type[a.C]", "a.C"]


def test_coroutine_result() -> None:
    """An async function gives a coroutine of its result, a known one too."""
    assert (
        revealed(
            """
        import asyncio
        class C: ...
        async def f(): return C()
        reveal(f())
        reveal(asyncio.sleep(1))
        """
        )[0]
        == "typing.Coroutine[a.C]"
    )


def test_unknown_class_is_an_instance_of_its_name() -> None:
    """A class that nobody knows gives an object of that name; a function that nobody knows gives nothing."""
    assert revealed("import x\nreveal(x.Thing())\nreveal(x.thing())\n") == ["x.Thing", "?"]


def test_classes_of_modules_that_nobody_knows() -> None:
    """A name with a capital letter is a class, also an acronym; a constant is none."""
    assert revealed(
        """
        from lib import Client, URL, MAX_SIZE, make
        reveal(Client())
        reveal(URL("x"))
        reveal(MAX_SIZE())
        reveal(make())
        """
    ) == ["lib.Client", "lib.URL", "?", "?"]


def test_variable_beside_other_types() -> None:
    """A type variable in a union is what the other alternatives do not take."""
    assert revealed(
        """
        from collections.abc import Awaitable
        from typing import TypeVar
        T = TypeVar("T")
        U = TypeVar("U")
        class C: ...
        async def work() -> int: ...
        def first(x: Awaitable[T] | U) -> T | U: ...
        def last(x: T | Awaitable[T]) -> T: ...
        def given(x: T | None) -> T: ...
        def some(x) -> C | None: ...
        reveal(first(work()))
        reveal(last(work()))
        reveal(last(C()))
        reveal(given(some(1)))
        """
    ) == ["int | ~a.U", "int", "a.C", "a.C"]


def test_made_by_what_is_handed() -> None:
    """The protocol that the loop makes is what its factory gives: a class, a function, a lambda."""
    assert revealed("""
import asyncio


class Reader(asyncio.Protocol): ...


def make() -> Reader: ...


async def main(loop: asyncio.AbstractEventLoop, unknown):
    reveal((await loop.create_connection(Reader, "host"))[1])
    reveal((await loop.create_connection(protocol_factory=make))[1])
    transport, protocol = await loop.create_datagram_endpoint(lambda: Reader())
    reveal(protocol)
    reveal((await loop.create_connection(unknown))[1])
""") == ["a.Reader", "a.Reader", "a.Reader", "?"]
