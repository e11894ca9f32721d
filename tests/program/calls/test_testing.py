"""What test runners do with coroutines."""

import pytest

from asynclint.model.testing import PytestSettings
from asynclint.program.calls import testing as runners
from tests.program.linking import ROOT, link, module


def by_unittest(text: str) -> list[str]:
    """The coroutines of the classes of a program that unittest drops."""
    program = link(f"import unittest, functools\n{text}")
    return [one.qualname for cls in program.classes() for one in program.testing.unittest_coroutines(cls)]


def by_pytest(text: str, settings: PytestSettings | None = None, path: str = "test_a.py") -> list[str]:
    """The coroutines of a file that pytest collects and does not run."""
    program = link({path: f"import pytest\n{text}"})
    testing = runners.Testing(program.inference, {ROOT: settings} if settings else {})
    return [one.qualname for one in testing.unmarked_coroutines(module(program, path))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("class A(unittest.TestCase):\n    async def test_x(self): ...\n", ["A.test_x"]),
        ("class A(unittest.TestCase):\n    async def setUp(self): ...\n", ["A.setUp"]),
        ("class A(unittest.TestCase):\n    async def helper(self): ...\n", []),
        ("class A(unittest.TestCase):\n    def test_x(self): ...\n", []),
        ("class A(unittest.IsolatedAsyncioTestCase):\n    async def test_x(self): ...\n", []),
        ("class A(unittest.TestCase, Unknown):\n    async def test_x(self): ...\n", []),
        ("class A(unittest.TestCase):\n    @unknown\n    async def test_x(self): ...\n", []),
        ("class A(unittest.TestCase):\n    def run(self, r): ...\n    async def test_x(self): ...\n", []),
        ("class A(unittest.TestCase):\n    async def test_x(self): ...\nclass B(A, Unknown): ...\n", []),
    ],
)
def test_unittest(text: str, found: list[str]) -> None:
    """A plain test case calls a coroutine and drops it; one that may run coroutines is left alone."""
    assert by_unittest(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("async def test_x(): ...\n", ["test_x"]),
        ("@pytest.mark.skip\nasync def test_x(): ...\n", ["test_x"]),
        ("class TestA:\n    async def test_x(self): ...\n", ["TestA.test_x"]),
        ("async def helper(): ...\n", []),
        ("@pytest.mark.asyncio\nasync def test_x(): ...\n", []),
        ("@unknown\nasync def test_x(): ...\n", []),
        ("pytestmark = [pytest.mark.trio]\nasync def test_x(): ...\n", []),
        ("async def test_x(anyio_backend): ...\n", []),
        ("class TestA(Base):\n    async def test_x(self): ...\n", []),
        ("def pytest_pyfunc_call(item): ...\nasync def test_x(): ...\n", []),
    ],
)
def test_pytest(text: str, found: list[str]) -> None:
    """A coroutine without a mark, a fixture or a hook that runs it is collected for nothing."""
    assert by_pytest(text) == found


def test_settings() -> None:
    """A plug-in in auto mode runs all, and files that are no tests are not collected."""
    assert by_pytest("async def test_x(): ...\n", PytestSettings(runs_coroutines=True)) == []
    assert by_pytest("async def test_x(): ...\n", path="a.py") == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("@pytest.mark.asyncio\nasync def test_x(): ...\n", True),
        ("pytestmark = pytest.mark.anyio\n", True),
        ("@pytest.mark.skip\nasync def test_x(): ...\n", False),
    ],
)
def test_marks_coroutines(text: str, marks: bool) -> None:
    """A program that marks some coroutines relies on marks."""
    assert link(text).testing.marks_coroutines is marks
