"""Parameters without a type are what callers pass."""

import pytest

from tests.program.linking import Files, revealed

HEAD = "class A:\n    def m(self): ...\nclass B: ...\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f(x): reveal(x)\nf(A())\n", "a.A"),
        ("def f(x): reveal(x)\nf(x=A())\n", "a.A"),
        ("def f(x): reveal(x)\nf(A())\nf(B())\n", "a.A | a.B"),
        ("def f(x): reveal(x)\nf(A())\nf(A())\nf(unknown())\n", "a.A"),
        ("def f(x): reveal(x)\nf(A())\nf(unknown())\n", "?"),
        ("def f(x=None): reveal(x)\nf(A())\nf(None)\n", "a.A"),
        ("def f(x=1): reveal(x)\nf(A())\n", "int"),
        ("def f(x: object): reveal(x)\nf(A())\n", "?"),
        ("def f(*x): reveal(x)\nf(A())\n", "tuple[?, ellipsis]"),
        ("def f(x, y): reveal(y)\nf(*z, A())\n", "?"),
        ("def f(x): reveal(x)\n", "?"),
        ("def f(x): reveal(x)\nf(f)\n", "?"),
        ("def f(x): f(x); reveal(x)\n", "?"),
        ("class C:\n    def __init__(self, x): self.x = x\nreveal(C(A()).x)\n", "a.A"),
        ("class C:\n    def __init__(self, x): self.x = x\nclass D(C): ...\nD(A())\nreveal(D.x)\n", "?"),
        ("class C:\n    def __init__(self, x): self.x = x\nclass D(C): ...\nreveal(D(A()).x)\n", "a.A"),
        ("class C:\n    def f(self, x): reveal(x)\nclass D(C):\n    def f(self, x): reveal(x)\nC().f(A())\n", "a.A"),
        ("class C:\n    @staticmethod\n    def f(x): reveal(x)\nC.f(A())\n", "a.A"),
        ("class C:\n    @classmethod\n    def f(cls, x): reveal(x)\nC.f(A())\n", "a.A"),
        ("class C:\n    def f(self, x): reveal(x)\nC.f(c, A())\n", "a.A"),
    ],
)
def test_argument(text: str, expected: str) -> None:
    """All that is known to be passed counts; a declaration, and a default that says something, come first."""
    assert set(revealed(HEAD + text)) == {expected}


def test_super() -> None:
    """What a subclass hands to the initialiser of its base class, however common that name is."""
    others = "".join(
        f"class C{i}(object):\n    def __init__(self, x):\n        super().__init__()\n" for i in range(70)
    )
    text = f"{HEAD}class C:\n    def __init__(self, x): reveal(x)\n"
    text += "class D(C):\n    def __init__(self, y):\n        super().__init__(A())\n"
    assert revealed(text + others) == ["a.A"]


def test_many_initialisers() -> None:
    """Calls of other initialisers, and of other classes through ``cls``, do not count as calls of this one."""
    others = "".join(
        f"class C{i}(object):\n    def __init__(self, x):\n        super().__init__()\n"
        "    @classmethod\n    def make(cls): return cls(1)\n"
        for i in range(40)
    )
    text = (
        f"{HEAD}class C:\n    def __init__(self, x): reveal(x)\n    @classmethod\n    def make(cls): cls(B())\nC(A())\n"
    )
    assert revealed(text + others) == ["a.B | a.A"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.py": "def f(x): reveal(x)\n", "tests/test_a.py": "from a import f\nf(1)\n"}, "?"),
        ({"tests/test_a.py": "def f(x): reveal(x)\nf(1)\n"}, "int"),
    ],
)
def test_tests(files: Files, expected: str) -> None:
    """What tests pass only tells of tests."""
    assert revealed(files) == [expected]


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ("class C:\n    @deco\n    def m(self): ...\n", "a.C"),
        ("class C:\n    @deco\n    def m(self): ...\nclass D:\n    @deco\n    def m(self): ...\n", "a.C | a.D"),
        ("class C:\n    @other\n    def m(self): ...\n", "?"),
        ("@deco\ndef f(x): ...\n", "?"),
        ("class C:\n    @staticmethod\n    @deco\n    def m(x): ...\n", "?"),
    ],
)
def test_wrapper_of_methods(uses: str, expected: str) -> None:
    """The first parameter of a decorator's wrapper is an object of the classes whose methods it wraps."""
    text = "def deco(f):\n    def wrapper(self):\n        reveal(self)\n        return f(self)\n    return wrapper\n"
    assert revealed(text + uses) == [expected]


def test_wrapper_of_a_factory() -> None:
    """The same, when the decorator is made by a call."""
    text = """
    def deco(name):
        def decorate(f):
            def wrapper(self):
                reveal(self)
                return f(self)
            return wrapper
        return decorate
    class C:
        @deco("x")
        def m(self): ...
    """
    assert revealed(text) == ["a.C"]


def test_arguments_that_are_given_along() -> None:
    """Who hands a function over gives the arguments that follow it."""
    assert revealed(
        """
        import asyncio
        class C: ...
        def work(x, y):
            reveal(x)
            reveal(y)
        class A:
            def method(self, x): reveal(x)
        async def f(a: A):
            await asyncio.to_thread(work, 1, C())
            asyncio.get_running_loop().call_later(1, a.method, C())
        """
    ) == ["int", "a.C", "a.C"]
