"""Functions, classes and their attributes."""

import pytest

from asynclint.model.summary import Binding, FileSummary, Op
from tests.summarize.summaries import calls, function, summary, values


def bound(of: FileSummary, name: str, scope: str = "") -> list[Binding]:
    """The bindings of a name in a scope."""
    return function(of, scope).bindings.get(name, [])


def operators(of: FileSummary, name: str, scope: str = "") -> list[str]:
    """The operators of the expressions that a name is bound to."""
    return [row[0] for row in values(of, bound(of, name, scope))]


def test_attributes_of_self() -> None:
    """Every way to assign to ``self.name`` in a method, also in a function inside, gives the class an attribute."""
    found = summary(
        """
        class A:
            def f(this):
                this.a = 1
                b, this.b = 1, 2
                this.c: int = 3
                with x as this.d: pass
                for this.e in x: pass
                def g():
                    this.f = 1
            @classmethod
            def make(cls):
                cls.g = 1
        """
    )
    assert sorted(found.classes[0].attributes) == ["a", "b", "c", "d", "e", "f", "g"]


def test_attributes_of_what_a_factory_makes() -> None:
    """In a static or class method, ``self`` is the object that the method has made itself."""
    found = summary(
        """
        class A:
            @staticmethod
            def make(client):
                self = A()
                self.a = client
                return self

            @classmethod
            async def create(cls, client):
                self = cls()
                self.b = client
                return self

            @staticmethod
            def other(self):
                client = A()
                client.c = 1
        """
    )
    assert sorted(found.classes[0].attributes) == ["a", "b"]


def test_attributes_of_others() -> None:
    """Attributes of other objects, deeper ones, and those of an inner ``self`` of another class are not the class's."""
    found = summary(
        """
        class A:
            def f(self, other):
                other.a = 1
                self.b.c = 1
                def g(self):
                    self.d = 1
                class B:
                    def h(self):
                        self.e = 1
        """
    )
    assert {row.name: sorted(row.attributes) for row in found.classes} == {"A": [], "B": ["e"]}


def test_class() -> None:
    """A class keeps bases, keywords, decorators and type parameters, and its body is a function of its own."""
    found = summary("@d\nclass A[T](B, C, metaclass=M):\n    x = 1\n    def m(self): ...\n")
    row = found.classes[0]
    assert [found.expressions[base] for base in row.bases] == [(Op.NAME, "B"), (Op.NAME, "C")]
    assert {name: found.expressions[value] for name, value in row.keywords.items()} == {"metaclass": (Op.NAME, "M")}
    assert [found.expressions[decorator] for decorator in row.decorators] == [(Op.NAME, "d")]
    assert row.type_parameters == ("T",)
    assert sorted(found.functions[row.body].bindings) == ["m", "x"]


def test_owner_and_parent() -> None:
    """A method belongs to its class, but names in it are looked up past the class body."""
    found = summary("def f():\n    class A:\n        def m(self):\n            def n(): ...\n")
    method, inner = function(found, "f.A.m"), function(found, "f.A.m.n")
    assert found.classes[method.owner].name == "A"
    assert found.functions[method.parent].name == "f"
    assert inner.owner == -1
    assert found.functions[inner.parent] is method


@pytest.mark.parametrize(
    ("body", "stub"),
    [
        ("pass", True),
        ("...", True),
        ("'''Text.'''", True),
        ("raise NotImplementedError", True),
        ("raise NotImplementedError('x')", True),
        ("return", False),
        ("raise ValueError", False),
    ],
)
def test_stub(body: str, stub: bool) -> None:
    """A body that does nothing but say that it is not written is a stub."""
    assert function(summary(f"def f():\n    {body}\n"), "f").stub is stub


def test_decorator_calls_belong_to_the_scope_outside() -> None:
    """A decorator runs where the definition stands."""
    found = summary("def f():\n    @c()\n    def g(): ...\n")
    assert found.functions[calls(found, "c")[0].function].name == "f"
