"""Whether an async function has to be one."""

import pytest

from tests.program.linking import function, link


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("async def f(): ...\n", False),
        ("async def f(): ...\nasync def g():\n    await f()\n", False),
        ("@decorator\nasync def f(): ...\n", True),
        ("@pytest.fixture\nasync def f(): ...\n", False),
        ("@pytest.fixture\nasync def f(other): ...\n", True),
        ("if x:\n    async def f(): ...\nelse:\n    def f(): ...\n", True),
        ("async def f(): ...\nx = [f]\n", True),
        ("async def f(): ...\ncall(f)\n", True),
        ("async def f(): ...\ncall(f())\n", True),
        ("async def f(): ...\ndef g():\n    return f\n", True),
        ("async def f(): ...\nclass A:\n    def m(self):\n        self.a = f\n", True),
    ],
)
def test_function(text: str, needs: bool) -> None:
    """Decorators, alternatives and uses as a value or a coroutine show that a function stays async."""
    program = link(text)
    assert program.necessity.needs_async(function(program, "f")) is needs


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("class A:\n    async def _f(self): ...\n", False),
        ("class A:\n    async def f(self): ...\n", True),
        ("class A(Unknown):\n    async def _f(self): ...\n", True),
        ("class A:\n    async def _f(self): ...\nclass B(A):\n    async def _f(self): ...\n", True),
        ("class B:\n    async def _f(self): ...\nclass A(B):\n    async def _f(self): ...\n", True),
    ],
)
def test_method(text: str, needs: bool) -> None:
    """Public methods, and those that stand in for others, may be called by anybody."""
    program = link(text)
    method = next(one for one in program.functions() if one.qualname in ("A.f", "A._f"))
    assert program.necessity.needs_async(method) is needs


@pytest.mark.parametrize(
    ("body", "has"),
    [("any(await x async for x in y)", True), ("(await x for x in y)", True), ("[await x for x in y]", False)],
)
def test_generator_expression(body: str, has: bool) -> None:
    """What a generator expression waits for may never be waited for."""
    program = link(f"async def f(y):\n    {body}\n")
    assert program.necessity.has_generator_expression(function(program, "f")) is has
