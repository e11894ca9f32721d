"""What a call may run, and who calls a function."""

import pytest

from asynclint.program.calls.callgraph import Edge
from tests.program.linking import Files, calls, function, link, module


def callers(files: Files, qualname: str, path: str = "a.py") -> list[str]:
    """The edges to a function in words: the calling function and the row."""
    program = link(files)
    return [
        f"{edge.caller.qualname}:{edge.span[0]}" for edge in program.graph.callers(function(program, qualname, path))
    ]


def targets(text: str, name: str = "m") -> tuple[list[str], bool]:
    """What the last call of a name may run, and whether that is sure."""
    program = link(text)
    found, sure = program.graph.targets(module(program), calls(program, name)[-1])
    return [node.qualname for node in found], sure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(): ...\nf()\n", ["<module>:2"]),
        ("def f(): ...\ndef g():\n    f()\n", ["g:3"]),
        ("def f(): ...\nh = f\nh()\n", ["<module>:3"]),
        ("def f(): ...\ndef g():\n    f\n    run(f)\n", []),
        ("def f(): ...\ndef g(f):\n    f()\n", []),
        ("def f(): ...\n[f() for x in y]\n", ["<module>:2"]),
        ("def f(): ...\ndef g(x=f()): ...\n", ["<module>:2"]),
        ("def f(): ...\ndef g():\n    f()\n    f()\n", ["g:3", "g:4"]),
    ],
)
def test_callers(text: str, expected: list[str]) -> None:
    """Calls are found through other names, in the function in which they run, in order of place."""
    assert callers(text, "f") == expected


def test_callers_in_other_files() -> None:
    """A call through an import, an alias or a module is a call."""
    files = {
        "a.py": "from b import f as g\nimport b\ng()\nb.f()\n",
        "b.py": "def f(): ...\n",
        "c.py": "from other import f\nf()\n",
    }
    assert callers(files, "f", "b.py") == ["<module>:3", "<module>:4"]


CLASSES = """
class A:
    def m(self): ...
    def s(self):
        self.m()
class B(A): ...
class C(A):
    def m(self): return 1
class D(C):
    def m(self): ...
"""


@pytest.mark.parametrize(
    ("receiver", "expected"),
    [("A", ["C.m", "D.m"]), ("B", ["A.m"]), ("C", ["C.m", "D.m"]), ("D", ["D.m"])],
)
def test_overrides_of_a_stub(receiver: str, expected: list[str]) -> None:
    """A call through a class may run the overrides of its subclasses, and its own method unless that is a stub."""
    assert targets(f"{CLASSES}def f(x: {receiver}):\n    x.m()\n") == (expected, len(expected) == 1)


def test_override_and_own_method() -> None:
    """A method with a body may run beside its overrides."""
    assert targets(
        "class A:\n    def m(self): return 1\nclass B(A):\n    def m(self): ...\ndef f(x: A):\n    x.m()\n"
    ) == (
        ["A.m", "B.m"],
        False,
    )


def test_call_through_the_class_is_exact() -> None:
    """``A.m(self)`` and ``super().m`` with arguments mean the method itself, not its overrides."""
    assert targets(f"{CLASSES}class E(A):\n    def m(self):\n        A.m(self)\n") == (["A.m"], True)
    assert targets(f"{CLASSES}class E(A):\n    def t(self):\n        super(E, self).m()\n") == (["A.m"], True)


def test_union_of_receivers() -> None:
    """Every alternative of the receiver adds its method, and then nothing is sure."""
    text = "class A:\n    def m(self): ...\nclass B:\n    def m(self): ...\ndef f(x: A | B):\n    x.m()\n"
    assert targets(text) == (["A.m", "B.m"], False)


def test_optional_receiver() -> None:
    """``None`` has no methods: the other alternative is sure."""
    assert targets("class A:\n    def m(self): ...\ndef f(x: A | None):\n    x.m()\n") == (["A.m"], True)


def test_partly_unknown_receiver() -> None:
    """A call that may also mean something outside the project is not sure."""
    text = "class A:\n    def m(self): ...\nimport lib\nx = A() if y else lib.A()\nx.m()\n"
    assert targets(text)[1] is False


def test_unknown_receiver() -> None:
    """Nothing is guessed by a method's name."""
    assert targets("class A:\n    def m(self): ...\ndef f(x):\n    x.m()\n") == ([], False)
    assert callers("class A:\n    def m(self): ...\ndef f(x):\n    x.m()\n", "A.m") == []


@pytest.mark.parametrize("constructor", ["__init__", "__new__", "__post_init__"])
@pytest.mark.parametrize("call", ["A()", "B()", "x = A\nx()"])
def test_constructor(constructor: str, call: str) -> None:
    """Calling a class runs its constructors, inherited ones too."""
    text = f"class A:\n    def {constructor}(self): ...\nclass B(A): ...\n{call}\n"
    assert len(callers(text, f"A.{constructor}")) == 1


def test_constructor_in_a_class_method() -> None:
    """``cls()`` constructs."""
    text = "class A:\n    def __init__(self): ...\n    @classmethod\n    def make(cls):\n        return cls()\n"
    assert callers(text, "A.__init__") == ["A.make:5"]


def test_property() -> None:
    """Reading a property runs it; reading an attribute of the same name elsewhere does not."""
    text = """
        class A:
            @property
            def p(self): ...
        class B:
            p = 1
        def f(a: A, b: B, c):
            a.p.x
            b.p
            c.p
        """
    program = link(text)
    (edge,) = program.graph.callers(function(program, "A.p"))
    assert (edge.caller.qualname, edge.span[0], edge.kind, edge.sure) == ("f", 7, "read", True)


def test_property_override() -> None:
    """Reading through a base class may run the property of a subclass, which is not sure."""
    text = """
        class A:
            @property
            def p(self): ...
        class B(A):
            @property
            def p(self): ...
        def f(a: A):
            a.p
        """
    program = link(text)
    edges: list[Edge] = program.graph.callers(function(program, "B.p"))
    assert [(edge.span[0], edge.sure, len(edge.targets)) for edge in edges] == [(8, False, 2)]


@pytest.mark.parametrize(
    ("use", "runs"),
    [
        ("for x in g(): pass", True),
        ("list(g())", True),
        ("a, b = g()", True),
        ("[*g()]", True),
        ("yield from g()", True),
        ("x = g()\n    for y in x: pass", True),
        ("g()", False),
        ("return g()", False),
    ],
)
def test_generator(use: str, runs: bool) -> None:
    """The body of a generator function runs where it is iterated, not where it is called."""
    assert bool(callers(f"def g():\n    yield\ndef f():\n    {use}\n", "g")) is runs


IMPLICIT = """
class A:
    def __enter__(self): ...
    def __exit__(self, *a): ...
    def __iter__(self):
        return self
    def __next__(self): ...
    def __call__(self): ...
"""


@pytest.mark.parametrize(
    ("use", "method"),
    [
        ("with A():\n        pass", "__enter__"),
        ("with A() as x:\n        pass", "__exit__"),
        ("with open(x), A():\n        pass", "__exit__"),
        ("for x in A():\n        pass", "__iter__"),
        ("for x in A():\n        pass", "__next__"),
        ("a = A()\n    a()", "__call__"),
        ("A()()", "__call__"),
    ],
)
def test_special_method(use: str, method: str) -> None:
    """``with``, ``for`` and the call of an object run project code without naming it."""
    rows = callers(f"{IMPLICIT}def f(x):\n    {use}\n", f"A.{method}")
    assert [row.partition(":")[0] for row in rows] == ["f"]


def test_special_method_of_another_class() -> None:
    """A ``with`` round something unknown, and one round another object, run nobody's ``__enter__``."""
    text = f"{IMPLICIT}class B:\n    def __enter__(self): ...\ndef f(x):\n    with x: pass\n    with B(): pass\n"
    assert callers(text, "A.__enter__") == []
    assert len(callers(text, "B.__enter__")) == 1


def test_lambda_under_a_name() -> None:
    """A lambda is called by the name that it was given."""
    assert callers("def f():\n    go = lambda: 1\n    go()\n    stop()\n", "f.<lambda>") == ["f:3"]


@pytest.mark.parametrize(
    ("call", "expected"),
    [("sorted([], key=g)", ["f"]), ("run(g)", ["f"]), ("atexit.register(g)", []), ("asyncio.to_thread(g)", [])],
)
def test_inline_handoff(call: str, expected: list[str]) -> None:
    """A function that is handed to what calls it at once runs in the place of the call."""
    text = f"import asyncio, atexit\ndef run(cb):\n    return cb()\ndef g(): ...\ndef f():\n    {call}\n"
    assert [row.partition(":")[0] for row in callers(text, "g")] == expected


def test_partial_under_a_name() -> None:
    """Calling a partial calls the function that it was made of."""
    text = "from functools import partial\ndef g(): ...\ndef f():\n    p = partial(g, 1)\n    p()\n"
    assert callers(text, "g") == ["f:5"]


def test_bound_method_under_a_name() -> None:
    """A method that was given a local name is called by that name."""
    text = "class A:\n    def m(self): ...\n    def f(self):\n        go = self.m\n        go()\n"
    assert callers(text, "A.m") == ["A.f:5"]


def test_edge_places() -> None:
    """An edge knows the rows of the statement round it, and its block."""
    program = link("def f(): ...\nif x(\n    f(),\n):\n    pass\n")
    (edge,) = program.graph.callers(function(program, "f"))
    assert (edge.span[0], edge.statement, edge.block) == (3, (2, 4), 0)
