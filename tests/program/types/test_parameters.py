"""Parameters without an annotation get their types from elsewhere."""

from asynclint.knowledge.table import Table
from tests.program.linking import revealed

CLASSES = """
class A: ...
class B: ...
"""


def test_calls_give_types() -> None:
    """Positional and keyword arguments of every call count; None apart, and with several types all are possible."""
    assert revealed(f"""{CLASSES}
def f(one, two=None, *, three):
    reveal(one)
    reveal(two)
    reveal(three)


def g():
    f(A(), B(), three=A())
    f(A(), three=B())
""") == ["a.A", "a.B", "a.A | a.B"]


def test_constructor_parameter_becomes_attribute() -> None:
    """What a class is made with, directly, through a subclass or by ``super().__init__``, is known in its methods."""
    assert revealed(f"""{CLASSES}
class Holder:
    def __init__(self, held):
        self.held = held

    def m(self):
        reveal(self.held)


class Special(Holder):
    def __init__(self, name, held):
        super().__init__(held)


Holder(A())
Special("x", B())
""") == ["a.B | a.A"]


def test_methods_and_static_methods() -> None:
    """The receiver is not counted where there is one."""
    assert revealed(f"""{CLASSES}
class C:
    def m(self, x):
        reveal(x)

    @staticmethod
    def s(x):
        reveal(x)

    @classmethod
    def c(cls, x):
        reveal(x)


def f(c: C):
    c.m(A())
    C.s(B())
    C.c(A())
""") == ["a.A", "a.B", "a.A"]


def test_what_says_nothing() -> None:
    """A starred argument, a function, an unknown value, no call at all: unknown."""
    assert revealed(f"""{CLASSES}
def f(x):
    reveal(x)


def g(x):
    reveal(x)


def h(x):
    reveal(x)


def i(x):
    reveal(x)


f(*A())
g(f)
h(undefined)
""") == ["?", "?", "?", "?"]


def test_tests_do_not_count() -> None:
    """A test passes fakes."""
    files = {
        "a.py": f"{CLASSES}\ndef f(x):\n    reveal(x)\n\n\nf(A())\n",
        "test_a.py": "from a import f\n\n\nclass Fake: ...\n\n\nf(Fake())\n",
    }
    assert revealed(files) == ["a.A"]


def test_override_inherits_annotations() -> None:
    """A method that overrides one of the project takes the same things."""
    assert revealed(f"""{CLASSES}
class Base:
    def m(self, x: A): ...


class Derived(Base):
    def m(self, x):
        reveal(x)


Derived().m(B())
""") == ["a.A"]


def test_customary_names() -> None:
    """A framework's custom counts in coroutines of files that import it."""
    table = Table.load({"homeassistant"})
    text = "async def f(hass):\n    reveal(hass)\n\n\ndef g(hass):\n    reveal(hass)\n"
    files = {"a.py": f"import homeassistant.const\n{text}", "b.py": text}
    assert revealed(files, table=table) == ["homeassistant.core.HomeAssistant", "?", "?", "?"]


def test_annotated_self() -> None:
    """A mixin may say which class it is mixed into; a type variable, or another class, says nothing of the kind."""
    assert revealed(f"""{CLASSES}
from typing import TypeVar

T = TypeVar("T", bound="Mixin")


class Mixin:
    def m(self: "Whole"):
        reveal(self)

    def n(self: T) -> T:
        reveal(self)

    def o(self: A):
        reveal(self)


class Whole(Mixin): ...
""") == ["a.Whole", "a.Mixin", "a.Mixin"]
