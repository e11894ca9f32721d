"""Statements become blocks, bindings, classes and imports."""

import ast
import gc

import pytest

from asynclint.model.summary import Binding, BlockKind, FileSummary, Op
from tests.summarize.summaries import block, calls, function, summary, use, values


def bound(of: FileSummary, name: str, scope: str = "") -> list[Binding]:
    """The bindings of a name in a scope."""
    return function(of, scope).bindings.get(name, [])


def operators(of: FileSummary, name: str, scope: str = "") -> list[str]:
    """The operators of the expressions that a name is bound to."""
    return [row[0] for row in values(of, bound(of, name, scope))]


@pytest.mark.parametrize(
    ("statement", "operator"),
    [
        ("x = c()", Op.CALL),
        ("x: int = 1", Op.ANNOTATED),
        ("x: int", Op.ANNOTATED),
        ("(x := 1)", Op.CONSTANT),
        ("x, y = z", Op.PART),
        ("x, y = 1, c()", Op.CONSTANT),
        ("[x] = z", Op.PART),
        ("(y, (x, z)) = w", Op.PART),
        ("for x in y: pass", Op.ITEM_OF),
        ("async def f():\n    async for x in y: pass", Op.ASYNC_ITEM_OF),
        ("with y as x: pass", Op.ENTERED),
        ("async def f():\n    async with y as x: pass", Op.ASYNC_ENTERED),
        ("try: pass\nexcept E as x: pass", Op.CAUGHT),
        ("import x", Op.IMPORT),
        ("import y as x", Op.IMPORT),
        ("from y import x", Op.IMPORT),
        ("from y import z as x", Op.IMPORT),
        ("def x(): ...", Op.FUNCTION),
        ("class x: ...", Op.CLASS),
        ("[1 for x in y]", Op.ITEM_OF),
        ("match y:\n    case x: pass", Op.NAME),
        ("match y:\n    case A() as x: pass", Op.CAUGHT),
        ("match y:\n    case [*x]: pass", Op.UNKNOWN),
        ("match y:\n    case {**x}: pass", Op.UNKNOWN),
    ],
)
def test_binding(statement: str, operator: str) -> None:
    """Each way to bind a name gives it a value of its own kind."""
    found = summary(f"{statement}\n")
    assert operators(found, "x", "f" if "async" in statement else "") == [operator]


def test_unpacking_counts_from_both_ends() -> None:
    """Targets behind a starred one take parts counted from the end; the starred one itself is not known."""
    found = summary("a, *b, c = x\n")
    assert [values(found, bound(found, name))[0][-1] for name in "ac"] == [0, -1]
    assert operators(found, "b") == [Op.UNKNOWN]


@pytest.mark.parametrize(
    ("statement", "name", "expected"),
    [
        ("import a.b", "a", ("a", 0, "")),
        ("import a.b as x", "x", ("a.b", 0, "")),
        ("from a.b import c", "c", ("a.b", 0, "c")),
        ("from ..a import c as x", "x", ("a", 2, "c")),
        ("from . import c", "c", ("", 1, "c")),
    ],
)
def test_import(statement: str, name: str, expected: tuple[str, int, str]) -> None:
    """An import binds the top module, or the alias, to module, level and name."""
    found = summary(f"{statement}\n")
    assert values(found, bound(found, name)) == [(Op.IMPORT, *expected)]


def test_imported_modules() -> None:
    """Modules are told as written, wherever the import stands, each once."""
    found = summary("import a.b\nif x:\n    from ..c import d\ndef f():\n    from . import e\n    import a.b\n")
    assert found.modules == ("a.b", "..c", ".", ".e")


def test_star_import() -> None:
    """A star import is a property of its scope, with its level."""
    assert function(summary("from a import *\nfrom .b import *\n"), "").stars == (("a", 0), ("b", 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("__all__ = ['a', 'b']\n", ("a", "b")),
        ("__all__ = ('a',)\n", ("a",)),
        ("__all__ = names\n", None),
        ("__all__ = ['a']\n__all__ += ['b']\n", None),
        ("def f():\n    __all__ = ['a']\n", None),
    ],
)
def test_exported(text: str, expected: tuple[str, ...] | None) -> None:
    """``__all__`` counts where it is one plain list at the top."""
    assert summary(text).exported == expected


def test_global_binds_in_the_module() -> None:
    """An assignment to a name declared global is a binding of the module, made by the function."""
    found = summary("def f():\n    global x\n    x = 1\n")
    (binding,) = bound(found, "x")
    assert found.functions[binding.function].name == "f"
    assert bound(found, "x", "f") == []


def test_nonlocal_binds_in_the_enclosing_function() -> None:
    """An assignment to a nonlocal name is a binding of the function that has it."""
    found = summary("def f():\n    x = 1\n    def g():\n        nonlocal x\n        x = 2\n")
    assert [binding.line for binding in bound(found, "x", "f")] == [2, 5]
    assert bound(found, "x", "f.g") == []


def test_blocks() -> None:
    """Each nested group of statements is a block of its kind inside the one round it."""
    found = summary(
        """
        if a:
            for b in c:
                while d:
                    with e:
                        f
        else:
            pass
        try:
            pass
        except E:
            pass
        else:
            pass
        finally:
            pass
        match g:
            case 1:
                pass
        """
    )
    order = [BlockKind.BODY, BlockKind.IF, BlockKind.FOR, BlockKind.WHILE, BlockKind.WITH]
    inner = block(found, BlockKind.WITH)
    chain = [inner.kind]
    while inner.parent >= 0:
        inner = found.blocks[inner.parent]
        chain.append(inner.kind)
    assert chain[::-1] == order
    rest = {row.kind for row in found.blocks} - set(order)
    assert rest == {
        BlockKind.ELSE,
        BlockKind.TRY,
        BlockKind.EXCEPT,
        BlockKind.TRY_ELSE,
        BlockKind.FINALLY,
        BlockKind.CASE,
    }


def test_block_subjects() -> None:
    """The test, the iterable, the caught class and the first context are the subjects of their blocks."""
    found = summary("if a: pass\nfor x in b: pass\ntry: pass\nexcept c: pass\nwith d, e: pass\n")
    kinds = (BlockKind.IF, BlockKind.FOR, BlockKind.EXCEPT, BlockKind.WITH)
    assert [found.expressions[block(found, kind).subject] for kind in kinds] == [(Op.NAME, name) for name in "abcd"]
    assert [found.expressions[item] for item in block(found, BlockKind.WITH).items] == [(Op.NAME, "d"), (Op.NAME, "e")]
    assert [found.expressions[item] for item in block(found, BlockKind.TRY).items] == [(Op.NAME, "c")]


def test_if_and_else_share_their_subject() -> None:
    """Both branches name the same test, so that they can be told to exclude each other."""
    found = summary("if a:\n    b\nelse:\n    c\n")
    assert block(found, BlockKind.IF).subject == block(found, BlockKind.ELSE).subject != 0


@pytest.mark.parametrize(
    ("last", "leaves"), [("return", True), ("raise", True), ("break", True), ("continue", True), ("pass", False)]
)
def test_leaving(last: str, leaves: bool) -> None:
    """A block leaves when its last statement does."""
    found = summary(f"def f():\n    while x:\n        if a:\n            b\n            {last}\n")
    assert block(found, BlockKind.IF).leaves is leaves


@pytest.mark.parametrize(
    ("statement", "suspends"),
    [
        ("await x", True),
        ("yield", True),
        ("async for x in y: pass", True),
        ("async with x: pass", True),
        ("x()", False),
        ("lambda: (yield)", False),
    ],
)
def test_suspending(statement: str, suspends: bool) -> None:
    """A block suspends when something in it does, at any depth of the same function."""
    found = summary(f"async def f():\n    if a:\n        if b:\n            {statement}\n    with c: pass\n")
    assert [row.suspends for row in found.blocks if row.kind is BlockKind.IF] == [suspends] * 2
    assert function(found, "f").suspends is suspends
    assert not block(found, BlockKind.WITH).suspends


def test_nested_function_does_not_suspend_the_outer_one() -> None:
    """An ``await`` in a function inside is not one of the function round it."""
    assert not function(summary("async def f():\n    async def g():\n        await x\n"), "f").suspends


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


def test_statement_rows() -> None:
    """A call's statement is the simple statement or the header round it, from its first to its last row."""
    found = summary(
        """
        a(
            b(),
        )
        if c(
        ):
            d()
        with e() as x, \\
             f():
            pass
        """
    )
    rows = {call.name: (call.statement, call.statement_end) for call in found.calls}
    assert rows == {"a": (1, 3), "b": (1, 3), "c": (4, 5), "d": (6, 6), "e": (7, 8), "f": (7, 8)}


def test_decorator_calls_belong_to_the_scope_outside() -> None:
    """A decorator runs where the definition stands."""
    found = summary("def f():\n    @c()\n    def g(): ...\n")
    assert found.functions[calls(found, "c")[0].function].name == "f"


def test_type_alias_statement() -> None:
    """``type X = …`` binds the name to a type expression; the class it names is not called or read."""
    found = summary("type X = list[int]\n")
    assert operators(found, "X") == [Op.ANNOTATED]
    assert found.calls == []


def test_except_star() -> None:
    """The groups of ``except*`` are handlers as others are."""
    found = summary("try:\n    c()\nexcept* E as x:\n    pass\n")
    assert operators(found, "x") == [Op.CAUGHT]
    assert found.blocks[calls(found, "c")[0].block].kind is BlockKind.TRY


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a.b()\ndef f(c):\n    return c, d, [e for e in g]\n", ("a", "d", "g")),
        ("class C:\n    x = 1\n    def f(self):\n        return x\n", ("x",)),
        ("def f():\n    global a\n    a = 1\ndef g():\n    return a, print, __file__\n", ()),
        ("def f():\n    import a\ndef g():\n    return a\n", ("a",)),
        ("from a import *\nb.c()\n", ()),
    ],
)
def test_names_that_nothing_binds(text: str, names: tuple[str, ...]) -> None:
    """Builtins are left aside; a star import may bind anything."""
    assert summary(text).unbound == names


def test_digest_and_lines() -> None:
    """A summary knows how long its file was and what its content hashes to."""
    one, two = summary("x = 1\n"), summary("x = 2\n")
    assert one.lines == 1
    assert len(one.digest) == 32
    assert one.digest != two.digest


def test_use_behind_a_bare_annotation() -> None:
    """An annotation that looks like a call is none."""
    found = summary("x: c()\ny = d()\n")
    assert calls(found, "c") == []
    assert use(found, "d")[1] == "y"


def test_nothing_is_left_for_the_collector() -> None:
    """Workers run without the garbage collector, so a summary must not leave reference cycles behind."""
    text = (
        "import a\n\n\nclass C:\n    async def f(self, x=[y for y in z]):\n        for i in x:\n            await i\n"
    )
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        summary(text)
        gc.collect()
        left = [
            one
            for one in gc.garbage
            if type(one).__module__.startswith(("asynclint.summarize.", "asynclint.syntax."))
            or isinstance(one, ast.AST)
        ]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
    assert left == []
