"""Lowered trees equal those of the standard parser, construct by construct."""

import ast
import sys
import warnings
from pathlib import Path

import libcst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asynclint.syntax.lower import Unlowerable, lower
from tests.syntax.normalise import first_difference

DATA = Path(__file__).parent / "data"
EVERYWHERE = {path.stem: path.read_bytes().decode() for path in sorted((DATA / "everywhere").iterdir())}
SINCE = {
    (3, minor, path.stem): path.read_bytes().decode()
    for minor in (12, 13, 14)
    for path in sorted((DATA / f"since_3_{minor}").iterdir())
}


def lowered(text: str) -> ast.Module:
    return lower(libcst.parse_module(text), text)


def parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


@pytest.mark.parametrize("page", EVERYWHERE.values(), ids=EVERYWHERE.keys())
def test_as_the_standard_parser(page: str) -> None:
    assert first_difference(lowered(page), parsed(page)) is None


@pytest.mark.parametrize("page", [EVERYWHERE[name] for name in ("if", "layout", "strings", "functions")])
@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends(page: str, newline: str) -> None:
    text = page.replace("\n", newline)
    try:
        module = libcst.parse_module(text)
    except libcst.ParserSyntaxError:
        pytest.skip("libcst refuses this with these line ends")
    assert first_difference(lower(module, text), parsed(text)) is None


@pytest.mark.parametrize(("major", "minor", "name"), SINCE)
def test_newer_syntax(major: int, minor: int, name: str) -> None:
    page = SINCE[major, minor, name]
    tree = lowered(page)
    assert all(isinstance(node, ast.AST) for node in ast.walk(tree))
    if sys.version_info >= (major, minor):
        assert first_difference(tree, parsed(page)) is None


@pytest.mark.parametrize(
    "text",
    [
        "f() = 1",
        "a + b = 1",
        "1 = a",
        "None = a",
        "'a' = b",
        "f'{a}' = b",
        "[a for a in b] = c",
        "{a} = b",
        "(a, b): int",
        "(a, b) += 1",
        "[a] += 1",
        "del f()",
        "for f() in a: pass",
        "def f(a=1, b): pass",
        "try: a\nexcept A, B as c: pass",
        "b'a' 'b'",
        "b'a' f'b'",
        "t'a' 'b'",
        "with a as f(): pass",
    ],
)
def test_what_no_python_accepts_is_refused(text: str) -> None:
    with pytest.raises((Unlowerable, libcst.ParserSyntaxError, libcst.CSTValidationError)):
        lowered(text)


def test_a_tree_of_another_text_is_refused() -> None:
    module = libcst.parse_module("a = b\n")
    with pytest.raises(Unlowerable, match="expected"):
        lower(module, "a + b\n")
    with pytest.raises(Unlowerable, match="ends at line 2"):
        lower(module, "a = b\nc\n")


@pytest.mark.parametrize(
    "text",
    [
        "+".join("a" * 1100),
        " and ".join("a" * 1100),
        "a" + ".b()" * 550,
        "'a' " * 1100,
        "if a: b\n" + "elif a: b\n" * 1100,
    ],
    ids=["operators", "booleans", "calls", "strings", "elifs"],
)
def test_long_chains_need_no_recursion(text: str) -> None:
    assert lowered(text).body


NAMES = st.sampled_from(["a", "é", "b1"])
EXPRESSIONS = st.recursive(
    NAMES | st.sampled_from(["1", "'é'", "b'x'", "f'{a}'", "None", "()", "[]"]),
    lambda inner: st.one_of(
        st.tuples(
            inner, st.sampled_from([" + ", "*", " and ", " or ", " < ", " not in ", " if c else ", ","]), inner
        ).map(lambda parts: f"({''.join(parts)})"),
        st.tuples(inner, NAMES).map(lambda parts: f"({parts[0]}).{parts[1]}"),
        st.tuples(inner, inner).map(lambda parts: f"({parts[0]})({parts[1]}, *a, k={parts[0]})"),
        st.tuples(inner, inner).map(lambda parts: f"({parts[0]})[{parts[1]}:\n{parts[0]} # c\n, ...]"),
        inner.map(lambda one: f"({one})"),
        inner.map(lambda one: f"not {one}"),
        inner.map(lambda one: f"[{one} for a in {one} if {one}]"),
        inner.map(lambda one: f"{{{one}: {one}, **{one}}}"),
        inner.map(lambda one: f"lambda a, *b, c={one}: {one}"),
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS)
def test_any_expression(expression: str) -> None:
    text = f"x = ({expression})\n"
    try:
        expected = parsed(text)
    except SyntaxError:
        return
    assert first_difference(lowered(text), expected) is None
