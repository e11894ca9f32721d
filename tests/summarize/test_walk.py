"""Statements become blocks, bindings, classes and imports."""

import ast
import gc

import pytest

from asynclint.model.summary import Binding, FileSummary, Op
from tests.summarize.summaries import calls, function, summary, use, values


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


def test_type_alias_statement() -> None:
    """``type X = …`` binds the name to a type expression; the class it names is not called or read."""
    found = summary("type X = list[int]\n")
    assert operators(found, "X") == [Op.ANNOTATED]
    assert found.calls == []


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
