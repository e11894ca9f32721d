"""What expressions are: names, imports, parameters, narrowing, operators; unknown stays unknown."""

import pytest

from tests.program.linking import Files, revealed

PACKAGE = {
    "p/__init__.py": "from .q import T\nfrom p.q import *\n",
    "p/q.py": "class T: ...\nclass U: ...\nclass _V: ...\n",
    "p/r.py": "__all__ = ['_W']\nclass X: ...\nclass _W: ...\n",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\nreveal(x)\n", "int"),
        ("class A: ...\nreveal(A)\n", "type[a.A]"),
        ("class A: ...\nreveal(A())\n", "a.A"),
        ("def f(): ...\nreveal(f)\n", "def a.f"),
        ("reveal(missing)\n", "?"),
        ("reveal(len)\n", "external len"),
        ("import time\nreveal(time.sleep)\n", "external time.sleep"),
        ("from time import sleep as s\nreveal(s)\n", "external time.sleep"),
        ("x = x\nreveal(x)\n", "?"),
        ("class A(A): ...\nreveal(A().x)\n", "?"),
        ("def f(): return g()\ndef g(): return f()\nreveal(f())\n", "?"),
    ],
)
def test_name(text: str, expected: str) -> None:
    """A name is what it was bound to; a question that depends on its own answer has none."""
    assert revealed(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import p.q\nreveal(p.q)\n", "module p.q"),
        ("import p.q as x\nreveal(x.U)\n", "type[p.q.U]"),
        ("from p import q\nreveal(q)\n", "module p.q"),
        ("from p.q import T as X\nreveal(X)\n", "type[p.q.T]"),
        ("from p import T\nreveal(T)\n", "type[p.q.T]"),
        ("from p import U\nreveal(U)\n", "type[p.q.U]"),
        ("import p\nreveal(p.T())\n", "p.q.T"),
        ("from p.q import *\nreveal(U)\n", "type[p.q.U]"),
        ("from p.q import *\nreveal(_V)\n", "?"),
        ("from p.r import *\nreveal(_W)\n", "type[p.r._W]"),
        ("from p.q import *\nreveal(len)\n", "external len"),
        ("def f():\n    from p.q import T\n    reveal(T)\n", "type[p.q.T]"),
        ("def f():\n    from p.q import T\nreveal(T)\n", "?"),
        ("from elsewhere import T\nreveal(T)\n", "external elsewhere.T"),
    ],
)
def test_import(text: str, expected: str) -> None:
    """Imports are followed through packages, re-exports and star imports, and end outside the project."""
    assert revealed({"a.py": text, **PACKAGE}) == [expected]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"p/__init__.py": "", "p/r.py": "class R: ...", "p/s/__init__.py": "from ..r import R\nreveal(R)\n"}, "R"),
        ({"p/__init__.py": "", "p/r.py": "class R: ...", "p/a.py": "from .r import R\nreveal(R)\n"}, "R"),
        ({"p/__init__.py": "", "p/r.py": "class R: ...", "p/a.py": "from . import r\nreveal(r.R)\n"}, "R"),
        ({"p/__init__.py": "from .r import R\nreveal(R)\n", "p/r.py": "class R: ..."}, "R"),
    ],
)
def test_relative_import(files: Files, expected: str) -> None:
    """A relative import means the module that its dots say."""
    assert revealed(files) == [f"type[p.r.{expected}]"]


def test_import_alternatives() -> None:
    """Names are bound under ``TYPE_CHECKING`` too, and of imports that replace each other the first counts."""
    files = {
        "a.py": """
            from typing import TYPE_CHECKING
            if TYPE_CHECKING:
                from b import B
            try:
                import b as impl
            except ImportError:
                import missing as impl
            def f(x: "B"):
                reveal(x)
                reveal(impl)
            """,
        "b.py": "class B: ...",
    }
    assert revealed(files) == ["b.B", "module b"]


def test_flow() -> None:
    """A local name is what the bindings that reach the place give."""
    assert revealed(
        """
        class C: ...
        class D: ...
        def f(c):
            x = C()
            reveal(x)
            if c:
                x = D()
                reveal(x)
            else:
                reveal(x)
            reveal(x)
        def g(c):
            if c:
                x = C()
                return
            x = D()
            reveal(x)
        """
    ) == ["a.C", "a.D", "a.C", "a.C | a.D", "a.D"]


def test_scopes() -> None:
    """Closures see the names of the functions round them, methods do not see those of their class."""
    assert revealed(
        """
        class C: ...
        def f():
            x = C()
            def g():
                reveal(x)
            return lambda: reveal(x)
        class A:
            y = C()
            def m(self):
                reveal(y)
                reveal(A.y)
        G = None
        def set_it():
            global G
            G = C()
        def use():
            reveal(G)
        """
    ) == ["a.C", "a.C", "?", "a.C", "a.C"]


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("C", "a.C"),
        ("'C'", "a.C"),
        ("C | None", "a.C | None"),
        ("Optional[C]", "a.C | None"),
        ("'Optional[\"C\"]'", "a.C | None"),
        ("Union[C, D]", "a.C | a.D"),
        ("list[C]", "list[a.C]"),
        ("List[C]", "list[a.C]"),
        ("dict[str, C]", "dict[str, a.C]"),
        ("type[C]", "type[a.C]"),
        ("Annotated[C, 1]", "a.C"),
        ("Callable[[int], C]", "typing.Callable[a.C]"),
        ("Alias", "a.C | None"),
        ("list[Alias]", "list[a.C | None]"),
        ("Any", "?"),
        ("object", "?"),
        ("Missing", "?"),
        ("C | Missing", "?"),
    ],
)
def test_parameter_annotation(annotation: str, expected: str) -> None:
    """A parameter is what its annotation admits; an annotation that admits anything says nothing."""
    text = f"""
        from typing import Annotated, Any, Callable, List, Optional, Union
        class C: ...
        class D: ...
        Alias = Optional[C]
        def f(x: {annotation}):
            reveal(x)
        """
    assert revealed(text) == [expected]


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("x", "?"),
        ("x=1", "int"),
        ("x=None", "?"),
        ("x: C = None", "a.C"),
        ("*x: C", "tuple[a.C, ellipsis]"),
        ("**x: C", "dict[str, a.C]"),
    ],
)
def test_parameter(parameter: str, expected: str) -> None:
    """Without an annotation a default tells the type, except ``None``; stars make containers."""
    assert revealed(f"class C: ...\ndef f({parameter}):\n    reveal(x)\n") == [expected]


def test_first_parameter() -> None:
    """The first parameter of a method is an object, of a class method the class, of a static method nothing special."""
    assert revealed(
        """
        class A:
            def m(self):
                reveal(self)
            @classmethod
            def c(cls):
                reveal(cls)
            @staticmethod
            def s(x):
                reveal(x)
            def __new__(cls):
                reveal(cls)
        """
    ) == ["a.A", "type[a.A]", "?", "type[a.A]"]


NARROWING = """
    class C: ...
    class D(C): ...
    class A:
        def __init__(self, x):
            self.x = x
    def f(x, a: A, y: C):
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if isinstance(x, D):\n    reveal(x)", "a.D"),
        ("if isinstance(x, (C, int)):\n    reveal(x)", "a.C | int"),
        ("if isinstance(y, D):\n    pass\nelse:\n    reveal(y)", "a.C"),
        ("if isinstance(x, D):\n    pass\nreveal(x)", "?"),
        ("if isinstance(a.x, D):\n    reveal(a.x)", "a.D"),
        ("if isinstance(a, D):\n    reveal(x)", "?"),
        ("while isinstance(x, D):\n    reveal(x)", "a.D"),
        ("isinstance(x, D) and reveal(x)", "a.D"),
        ("reveal(x) if isinstance(x, D) else 1", "a.D"),
        ("if isinstance(x, D):\n    if y:\n        reveal(x)", "a.D"),
        ("match x:\n    case D():\n        reveal(x)", "a.D"),
        ("match x:\n    case D() as z:\n        reveal(z)", "a.D"),
        ("match x:\n    case D():\n        pass\n    case _:\n        reveal(x)", "?"),
    ],
)
def test_narrowing(body: str, expected: str) -> None:
    """A test of the class narrows the tested expression, in its own branch only."""
    text = NARROWING + "".join(f"        {row}\n" for row in body.split("\n"))
    assert revealed(text) == [expected]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 1", "int"),
        ("'a' + x", "str"),
        ("1 < 2", "bool"),
        ("not x", "bool"),
        ("C() + 1", "a.D"),
        ("C() - 1", "?"),
        ("C() or D()", "a.C | a.D"),
        ("C() if x else None", "a.C | None"),
        ("C() if x else x", "?"),
        ("(z := C())", "a.C"),
        ("(C(), 1)", "tuple[a.C, int]"),
        ("[C(), C()]", "list[a.C]"),
        ("{C()}", "set[a.C]"),
        ("{'a': C()}", "dict[str, a.C]"),
        ("[y for y in [C()]]", "list[a.C]"),
        ("(y for y in [C()])", "typing.Iterator[a.C]"),
        ("lambda: 1", "def a.<lambda>"),
        ("Path('a') / 'b'", "pathlib.Path"),
    ],
)
def test_operator(expression: str, expected: str) -> None:
    """Operators give what the special methods of their operands do."""
    text = (
        f"from pathlib import Path\nclass D: ...\nclass C:\n    def __add__(self, o) -> D: ...\nreveal({expression})\n"
    )
    assert revealed(text) == [expected]


def test_unpacking() -> None:
    """Every target gets its own part, nested and starred ones too."""
    assert revealed(
        """
        class C: ...
        class D: ...
        def f(): return C(), D()
        a, b = f()
        reveal(a)
        reveal(b)
        c, (d, e) = 1, f()
        reveal(e)
        def g(t: tuple[C, ...]):
            h, *i = t
            reveal(h)
            reveal(i)
        x = y = D()
        reveal(x)
        """
    ) == ["a.C", "a.D", "a.D", "a.C", "?", "a.D"]


def test_caught_exception() -> None:
    """The name of a handler is an object of the caught classes."""
    assert revealed(
        """
        class E(Exception): ...
        class F(Exception): ...
        try: ...
        except (E, F) as e:
            reveal(e)
        """
    ) == ["a.E | a.F"]


def test_equal_packages_do_not_mix() -> None:
    """Of two packages with the same name each import means the nearer one."""
    files: dict[str, str] = {}
    for folder, kind in (("one", "int"), ("two", "str")):
        files[f"{folder}/pkg/__init__.py"] = ""
        files[f"{folder}/pkg/u.py"] = f"class X:\n    def m(self) -> {kind}: ...\n"
        files[f"{folder}/pkg/m.py"] = "from pkg.u import X\nreveal(X().m())\n"
    assert revealed(files) == ["int", "str"]
