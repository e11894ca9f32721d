"""Attributes of objects, classes, modules and ``super()``."""

import pytest

from tests.program.linking import link, module, revealed


def test_constructor_parameter_becomes_attribute() -> None:
    """What a constructor stores of its parameters is known wherever the object is."""
    assert revealed(
        """
        class C: ...
        class A:
            def __init__(self, c: C, d: "C | None" = None, e=1, f=None):
                self.c = c
                self.d = d
                self.e = e
                self.f = f
        def g(a: A):
            reveal(a.c)
            reveal(a.d)
            reveal(a.e)
            reveal(a.f)
            reveal(a.missing)
        """
    ) == ["a.C", "a.C | None", "int", "?", "?"]


def test_attribute_that_is_set_later() -> None:
    """``None`` in the class body or the constructor gives way to what another method stores."""
    assert revealed(
        """
        class C: ...
        class A:
            x = None
            def __init__(self):
                self.y = None
            def connect(self):
                self.x = C()
                self.y = C()
            def use(self):
                reveal(self.x)
                reveal(self.y)
        """
    ) == ["a.C", "a.C"]


def test_declared_attribute() -> None:
    """An annotation in the class body or in a method says more than what is assigned."""
    assert revealed(
        """
        from typing import ClassVar
        class C: ...
        class A:
            x: C
            z: ClassVar[C] = make()
            def __init__(self):
                self.x = make()
                self.y: C = make()
        class B(A):
            def use(self):
                reveal(self.x)
                reveal(self.y)
                reveal(self.z)
        """
    ) == ["a.C", "a.C", "a.C"]


def test_dataclass_and_named_tuple() -> None:
    """Fields are attributes."""
    assert revealed(
        """
        from dataclasses import dataclass
        from typing import NamedTuple
        class C: ...
        @dataclass
        class A:
            c: C
        class N(NamedTuple):
            c: C
        def f(a: A, n: N):
            reveal(a.c)
            reveal(n.c)
        """
    ) == ["a.C", "a.C"]


def test_property() -> None:
    """Reading a property gives what it returns; a method read without a call is the method."""
    assert revealed(
        """
        from functools import cached_property
        class C: ...
        class A:
            @property
            def p(self) -> C: ...
            @cached_property
            def q(self):
                return C()
            def m(self):
                reveal(self.p)
                reveal(self.q)
                reveal(self.m)
                reveal(A.m)
        """
    ) == ["a.C", "a.C", "def a.A.m", "def a.A.m"]


@pytest.mark.parametrize(
    ("bases", "expected"),
    [("Left, Right", "str"), ("Right, Left", "bytes"), ("Left", "str"), ("Silent, Right", "bytes"), ("Silent", "int")],
)
def test_mro(bases: str, expected: str) -> None:
    """A shared base comes after all classes that inherit from it."""
    assert revealed(
        f"""
        class Base:
            def m(self) -> int: ...
        class Left(Base):
            def m(self) -> str: ...
        class Right(Base):
            def m(self) -> bytes: ...
        class Silent(Base): ...
        class A({bases}): ...
        reveal(A().m())
        """
    ) == [expected]


@pytest.mark.parametrize("call", ["super()", "super(B, self)"])
def test_super(call: str) -> None:
    """``super`` looks behind the class in the MRO, also from a function inside the method."""
    assert revealed(
        f"""
        class A:
            def m(self) -> int: ...
        class B(A):
            def m(self) -> str:
                reveal({call}.m())
                def inner():
                    reveal({call}.m())
        """
    ) == ["int", "int"]


GENERIC_484 = """
    from typing import Generic, TypeVar
    T = TypeVar("T")
    class Box(Generic[T]):
"""
GENERIC_695 = """
    class Box[T]:
"""
BOX = """
        def __init__(self, item: T):
            self.item = item
        def get(self) -> T: ...
        def all(self) -> list[T]: ...
    class C: ...
    class CBox(Box[C]): ...
    def f(box: Box[C], below: CBox):
        reveal(box.get())
        reveal(box.item)
        reveal(box.all())
        reveal(below.get())
        reveal(below.item)
        reveal(Box[C](C()).get())
"""


@pytest.mark.parametrize("head", [GENERIC_484, GENERIC_695])
def test_generic_class(head: str) -> None:
    """The type arguments of the receiver, or of the base that a class names, stand for the type variables."""
    assert revealed(head + BOX.lstrip("\n")) == ["a.C", "a.C", "list[a.C]", "a.C", "a.C", "a.C"]


def test_variable_stays_symbolic() -> None:
    """Without a receiver that fixes it, a type variable is nothing that one could guess."""
    text = f"{GENERIC_484}        def get(self) -> T: ...\n    def f(box: Box):\n        reveal(box.get())\n"
    assert revealed(text) == ["~a.T"]


def test_type_arguments_through_levels() -> None:
    """Each level of inheritance may fix one variable and pass another on."""
    assert revealed(
        """
        from typing import Generic, TypeVar
        K = TypeVar("K")
        V = TypeVar("V")
        T = TypeVar("T")
        class Base(Generic[K, V]):
            def key(self) -> K: ...
            def value(self) -> V: ...
        class Middle(Base[str, T]): ...
        class C: ...
        class Leaf(Middle[C]): ...
        def f(x: Leaf, y: Middle[int]):
            reveal(x.key())
            reveal(x.value())
            reveal(y.value())
        """
    ) == ["str", "a.C", "int"]


def test_nested_class() -> None:
    """A class inside another is an attribute of it and of its objects."""
    assert revealed(
        """
        class A:
            class B:
                def me(self) -> "A.B": ...
            def f(self):
                reveal(self.B())
                reveal(A.B().me())
        """
    ) == ["a.A.B", "a.A.B"]


def test_unknown_attribute_of_an_unknown_base() -> None:
    """Behind a base that nobody knows, an attribute may be anything; before it, it is what the class says."""
    assert revealed(
        """
        from nowhere import Base
        class A(Base):
            def m(self) -> int: ...
        reveal(A().m())
        reveal(A().missing)
        """
    ) == ["int", "?"]


def test_descendants() -> None:
    """Subclasses of subclasses are found once each, also those with two ways up, in other files."""
    program = link(
        {
            "a.py": "class A: ...\nclass B(A): ...\nclass C(A): ...\n",
            "b.py": "from a import B, C\nclass D(B, C): ...\nclass Other: ...\n",
        }
    )
    members = program.inference.members
    assert [cls.row.name for cls in members.descendants(module(program).classes[0])] == ["B", "C", "D"]


def test_inherits_known_class() -> None:
    """Whether a class is below one of the standard library is known through other classes and aliases."""
    program = link("import asyncio\nclass A(asyncio.Protocol): ...\nclass B(A): ...\nclass C: ...\n")
    inherits = program.inference.members.inherits
    assert [inherits(cls, "asyncio.BaseProtocol") for cls in module(program).classes] == [True, True, False]


def test_type_parameters_of_a_class_in_its_bases() -> None:
    """A class hands its own type parameters on to its base (PEP 695)."""
    assert revealed(
        """
        class Coordinator: ...
        class Base[C]:
            def __init__(self, coordinator: C):
                self.coordinator = coordinator
        class Middle[D](Base[D]): ...
        class Entity(Middle[Coordinator]): ...
        class Light(Entity):
            def use(self):
                reveal(self.coordinator)
        """
    ) == ["a.Coordinator"]


def test_typed_dict() -> None:
    """An object of a ``TypedDict`` has the methods of a dictionary."""
    text = "from typing import TypedDict\nclass T(TypedDict):\n    x: int\ndef f(t: T): reveal(t.copy())\n"
    assert revealed(text) == ["dict[?, ?]"]
