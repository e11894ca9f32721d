"""Suppressions for findings: where they stand, and that nothing but comments changes."""

import ast
from pathlib import Path

import pytest

from asynclint.fixes.ignores import with_ignores
from asynclint.model.findings import Finding
from asynclint.model.spans import Location
from asynclint.syntax.source import decode


def finding(row: int, first: int = 0, last: int = 0, name: str = "blocking-sleep") -> Finding:
    place = Location(row, 1)
    return Finding("AL101", name, "", "f.py", place, place, last or row, statement_row=first or row)


def ignored(text: str, *findings: Finding, reason: str = "so") -> str:
    after = with_ignores(decode(text.encode(), Path("f.py")), findings, reason)
    assert ast.dump(ast.parse(after)) == ast.dump(ast.parse(text))
    return after


NEW = "# asynclint: ignore[blocking-sleep] so"


@pytest.mark.parametrize(
    ("before", "findings", "after"),
    [
        ("f()\n", [finding(1)], f"f()  {NEW}\n"),
        ("f()", [finding(1)], f"f()  {NEW}"),
        ("f()  \r\ng()\r\n", [finding(1)], f"f()  {NEW}\r\ng()\r\n"),
        ("f()  # why\n", [finding(1)], f"f()  # why  {NEW}\n"),
        ("f()  # noqa: E501\n", [finding(1)], f"f()  # noqa: E501  {NEW}\n"),
        ("f()\n", [finding(1), finding(1, name="a")], "f()  # asynclint: ignore[a, blocking-sleep] so\n"),
        ("f(\n  g(),\n)\n", [finding(2, 1, 3)], f"f(\n  g(),  {NEW}\n)\n"),
        ("f('''\n''', g())\n", [finding(1, 1, 2)], f"f('''\n''', g())  {NEW}\n"),
        ("x = f() + \\\n  2\n", [finding(1, 1, 2)], f"x = f() + \\\n  2  {NEW}\n"),
        (
            "if 1:\n\tf('''\n''' + \\\n'''\n''') if x else '''\n'''; y\n",
            [finding(2, 2, 6)],
            f"if 1:\n\tf('''\n''' + \\\n'''\n''') if x else '''\n'''; y  {NEW}\n",
        ),
        ("f()  # asynclint: ignore[a] old\n", [finding(1)], "f()  # asynclint: ignore[a, blocking-sleep] old\n"),
        ("# asynclint: ignore[a]\nf()\n", [finding(2)], "# asynclint: ignore[a, blocking-sleep]\nf()\n"),
        ("f(\n)  # asynclint: ignore[a]\n", [finding(1, 1, 2)], "f(\n)  # asynclint: ignore[a, blocking-sleep]\n"),
        ("f()  # asynclint: ignore[\n", [finding(1)], f"f()  # asynclint: ignore[  {NEW}\n"),
        ("f(); g()\n", [finding(1), finding(1, name="a")], "f(); g()  # asynclint: ignore[a, blocking-sleep] so\n"),
    ],
)
def test_where_a_suppression_stands(before: str, findings: list[Finding], after: str) -> None:
    """At the end of the row of the finding if that can be, else of another row of the statement."""
    assert ignored(before, *findings) == after


def test_a_statement_without_a_free_row_has_it_above() -> None:
    """With its indentation."""
    text = "if 1:\n    x = f() + \\\n      g('''\n''') + '''\n''' \\\n\n"
    assert ignored(text, finding(2, 2, 5)) == text.replace("    x = f()", f"    {NEW}\n    x = f()")


def test_a_reason_may_be_missing() -> None:
    """Then nothing stands behind the brackets."""
    assert ignored("f()\n", finding(1), reason="") == "f()  # asynclint: ignore[blocking-sleep]\n"
