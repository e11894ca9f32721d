"""Things known by name, and the types that knowledge rows write."""

import pytest

from asynclint.knowledge.schema import ClassRow, Fact, Header, KnowledgeFile
from asynclint.knowledge.table import Table
from tests.program.linking import link, revealed, show

HEADER = Header("lib", "1", "https://example.org", ("lib",))
LIB = KnowledgeFile(
    HEADER,
    functions={"lib.plain": Fact(returns="lib.Box[int]"), "lib.later": Fact(is_async=True, returns="str")},
    classes={
        "lib.Box": ClassRow(
            parameters=("T",),
            methods={"get": Fact(returns="T"), "me": Fact(returns="Self"), "all": Fact(returns="list[T]")},
            attributes={"item": "T", "name": "str"},
            enters="T",
            async_enters="lib.Box[T]",
            items="T",
            waits="T",
        ),
        "lib.Sub": ClassRow(bases=("lib.Box",)),
    },
    names={"lib.core.plain": "lib.plain"},
    values={"lib.shared": "lib.Box[str]"},
)
TABLE = Table([LIB])


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("lib.plain()", "lib.Box[int]"),
        ("lib.core.plain()", "lib.Box[int]"),
        ("lib.later()", "typing.Coroutine[str]"),
        ("lib.shared", "lib.Box[str]"),
        ("lib.Box", "type[lib.Box]"),
        ("lib.plain().get()", "int"),
        ("lib.plain().me()", "lib.Box[int]"),
        ("lib.plain().all()", "list[int]"),
        ("lib.plain().item", "int"),
        ("lib.plain().name", "str"),
        ("lib.plain().missing", "?"),
        ("lib.Sub().name", "str"),
        ("lib.plain()[0]", "?"),
        ("lib.missing", "external lib.missing"),
        ("lib.missing()", "?"),
    ],
)
def test_known(expression: str, expected: str) -> None:
    """Functions, classes, attributes and values of a library are what its knowledge rows say."""
    assert revealed(f"import lib\nreveal({expression})\n", table=TABLE) == [expected]


def test_known_protocols() -> None:
    """What ``with``, ``for`` and ``await`` give is a property of a class row."""
    text = """
        import lib
        async def f(box: lib.Box[int]):
            with box as a:
                reveal(a)
            async with box as b:
                reveal(b)
            for c in box:
                reveal(c)
            reveal(await box)
        """
    assert revealed(text, table=TABLE) == ["int", "lib.Box[int]", "int", "int"]


def test_subclass_of_a_known_class() -> None:
    """A class of the project has what its known base has, with the type arguments that it names."""
    text = """
        import lib
        class A(lib.Sub):
            def name2(self):
                return self.name
        reveal(A().name2())
        reveal(A().name)
        """
    assert revealed(text, table=TABLE) == ["str", "str"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int | None", "int | None"),
        ("list[str]", "list[str]"),
        ("tuple[int, ...]", "tuple[int, ellipsis]"),
        ("collections.abc.Iterator[int]", "typing.Iterator[int]"),
        ("typing.Coroutine[None, None, int]", "typing.Coroutine[int]"),
        ("typing.Callable[[int], str]", "typing.Callable[str]"),
        ("type[int]", "type[int]"),
        ("typing.Any", "?"),
        ("not a type", "?"),
        ("a.Mine", "a.Mine"),
    ],
)
def test_parsed(text: str, expected: str) -> None:
    """Types of knowledge rows are read like annotations with full names, and may name classes of the project."""
    program = link("class Mine: ...\n")
    assert show(program.inference.externals.parsed(text)) == expected


def test_class_of_the_project() -> None:
    """A full name that the project defines is its class, not a name."""
    program = link({"p/__init__.py": "from .q import A\n", "p/q.py": "class A: ...\n"})
    found = program.inference.externals.class_named("p.A")
    assert not isinstance(found, str)
    assert found.full_name == "p.q.A"
    assert program.inference.externals.class_named("p.B") == "p.B"


@pytest.mark.parametrize("form", ["pydantic.InstanceOf[A]", "sqlalchemy.orm.Mapped[A]"])
def test_transparent_forms(form: str) -> None:
    """Forms of libraries that only wrap a type are seen through."""
    text = f"import pydantic\nimport sqlalchemy.orm\nclass A: ...\nclass B:\n    a: {form}\nreveal(B().a)\n"
    assert revealed(text) == ["a.A"]
