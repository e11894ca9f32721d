"""The way from a source to a tree: which parser takes which file, and what is said of a file that none takes."""

import ast
import pickle
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from asynclint.syntax import handlers
from asynclint.syntax.parse import SyntaxProblem, parse
from asynclint.syntax.source import Source, decode
from tests.syntax.normalise import first_difference, outline

HERE = Path("page.py")


def source(text: str) -> Source:
    return decode(text.encode("utf-8", "surrogatepass"), HERE)


def problem(text: str) -> SyntaxProblem:
    with pytest.raises(SyntaxProblem) as caught:
        parse(source(text))
    return caught.value


def test_libcst_is_imported_only_when_needed() -> None:
    script = (
        "import sys; from pathlib import Path; import asynclint.syntax.cst, asynclint.syntax.directives\n"
        "from asynclint.syntax.parse import parse; from asynclint.syntax.source import decode\n"
        "parse(decode(b'x = 1', Path('x'))); parse(decode(b'try: a\\nexcept A, B: b\\n', Path('x')))\n"
        "assert 'libcst' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[2])


def test_no_warnings(recwarn: pytest.WarningsRecorder) -> None:
    warnings.simplefilter("error")
    parse(source("x = '\\d'\n1 is 1\nassert (a, b)\n"))
    parse(source("x = '\\d'\ntry: a\nexcept A, B: '\\d'\ntype X = '\\d'\n"))
    assert not recwarn.list


def test_newer_syntax_comes_from_libcst() -> None:
    tree = parse(source("type X[T = int] = T\n"))
    assert outline(tree.body[0]).startswith(
        "TypeAlias(name=Name(id='X'), type_params=[TypeVar(name='T', default_value="
    )


HANDLERS = '''\
"""
except A, B:
"""
try:
    é
except A, b.C:  # why
    'except A, B:'
except  D  ,  E, F . g  :
    """
    except A, B:
    """
    # except A, B:
try: pass
except*A, B: pass
'''


def test_handlers_are_rewritten_in_place() -> None:
    tree = handlers.parse(HANDLERS)
    assert tree is not None
    libcst = pytest.importorskip("libcst")
    from asynclint.syntax.lower import lower

    assert first_difference(tree, lower(libcst.parse_module(HANDLERS), HANDLERS)) is None
    if sys.version_info >= (3, 14):
        assert first_difference(tree, ast.parse(HANDLERS)) is None


def test_handlers_with_other_line_ends() -> None:
    for newline in ("\r\n", "\r"):
        tree = handlers.parse(HANDLERS.replace("\n", newline))
        assert tree is not None
        assert first_difference(tree, parse(source(HANDLERS))) is None


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        "'''\nexcept A, B:\n'''",
        "try: a\nexcept A, B: lazy import c",
        "try: a\nexcept A, f(): b",
        "try: a\nexcept A, B as c: d",
    ],
)
def test_other_handlers_are_left_to_libcst(text: str) -> None:
    tree = handlers.parse(text)
    assert tree is None or first_difference(tree, ast.parse(text)) is None


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("x = 1\nprint 'a'\n", 2, 1, "Missing parentheses in call to 'print'"),
        ("def f():\n  raise A, 'b'\n", 2, 10, "invalid syntax"),
        ("x = (\n", 1, 5, "'(' was never closed"),
        ("a = 0777\n", 1, 5, "leading zeros"),
        ("if a:\nb\n", 2, 1, "expected an indented block"),
        ("if a:\n\tb\n        c\n", 3, 1, ""),
        ("x = 1\ny = '\0'\n", 2, 6, "NUL"),
        ("x\0", 1, 2, "NUL"),
        ("x = 1 +\n", 1, 8, "invalid syntax"),
        ("f() = 1\n", 1, 1, "cannot assign to function call"),
        ("try: a\nexcept A, B as c: d\n", 2, 8, ""),
    ],
)
def test_problems(text: str, line: int, column: int, words: str) -> None:
    found = problem(text)
    assert found.line == line
    assert words in found.message
    assert found.column == column
    assert str(pickle.loads(pickle.dumps(found))) == str(found)


def test_the_problem_is_that_of_the_standard_parser() -> None:
    text = "type X = int\nclass é: x = 'é' +\n"
    with pytest.raises(SyntaxError) as caught:
        ast.parse(text)
    found = problem(text)
    assert (found.line, found.column, found.message) == (caught.value.lineno, caught.value.offset, caught.value.msg)


DEEP = {
    "parentheses": "(" * 50_000 + ")" * 50_000,
    "open": "(" * 50_000,
    "signs": "-" * 50_000 + "1",
    "nots": "not " * 50_000 + "a",
    "operators": "a" + "+a" * 50_000,
    "powers": "a" + "**a" * 50_000,
    "attributes": "a" + ".b" * 50_000,
    "calls": "a" + "()" * 50_000,
    "subscripts": "a[" * 50_000,
    "lambdas": "lambda: " * 50_000 + "1",
    "conditions": "a if b else " * 50_000 + "c",
    "elifs": "if a: b\n" + "elif a: b\n" * 50_000,
    "blocks": "".join(" " * depth + "if a:\n" for depth in range(500)),
    "digits": "x = " + "9" * 50_000,
}


@pytest.mark.parametrize("name", DEEP)
@pytest.mark.parametrize("newer", ["", "type X = t''\n"])
def test_hostile_nesting_is_a_problem_not_a_crash(name: str, newer: str) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from asynclint.syntax.parse import parse, SyntaxProblem; from asynclint.syntax.source import decode\n"
        "try: parse(decode(sys.stdin.buffer.read(), Path('x')))\n"
        "except SyntaxProblem: pass"
    )
    text = newer + DEEP[name] + "\n"
    done = subprocess.run(
        [sys.executable, "-c", script], input=text.encode(), cwd=Path(__file__).parents[2], timeout=60, check=False
    )
    assert done.returncode == 0


def test_a_lone_surrogate_is_a_problem() -> None:
    text = Source(HERE, "x = '\ud800'", "utf-8", False, "\n", "")
    with pytest.raises(SyntaxProblem, match="surrogates"):
        parse(text)
