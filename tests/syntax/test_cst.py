"""libcst views by position."""

from pathlib import Path

import libcst
import pytest

from asynclint.syntax.cst import ConcreteModule, Position
from asynclint.syntax.parse import parse
from asynclint.syntax.source import decode

PAGE = """\
import os

@decorated(1)
async def é(a, b=f(2)):
    'é'; x = g(h(), 'ü').i(j)
    def inner(): return (k(l) , m)
    if x: pass
    elif y: n(o for o in p)
"""


def module(text: str) -> ConcreteModule:
    return ConcreteModule(decode(text.encode(), Path("page.py")))


def code(node: libcst.CSTNode | None) -> str | None:
    return None if node is None else libcst.Module([]).code_for_node(node)


def test_functions() -> None:
    page = module(PAGE)
    outer = page.function_at(4, 0)
    assert outer is not None
    assert outer.name.value == "é"
    assert code(page.function_at(6, 4)) == "def inner(): return (k(l) , m)\n"
    assert page.function_at(3, 0) is None
    assert page.function_at(5, 4) is None
    assert page.function_at(99, 0) is None


def test_calls() -> None:
    page = module(PAGE)
    assert code(page.call_at(3, 1)) == "decorated(1)"
    assert code(page.call_at(4, 18)) == "f(2)"
    assert code(page.call_at(5, 14)) == "g(h(), 'ü')"
    assert code(page.call_at(5, 14, 5, 26)) == "g(h(), 'ü')"
    assert code(page.call_at(5, 14, 5, 31)) == "g(h(), 'ü').i(j)"
    assert code(page.call_at(5, 16)) == "h()"
    assert code(page.call_at(8, 12)) == "n(o for o in p)"
    assert page.call_at(5, 14, 5, 27) is None
    assert page.call_at(5, 4) is None


def test_positions() -> None:
    page = module(PAGE)
    call = page.call_at(5, 14)
    assert call is not None
    assert page.position_of(call) == Position(5, 14, 5, 26)
    assert page.position_of(call.args[1]) == Position(5, 21, 5, 25)
    assert page.position_of(libcst.Name("other")) is None
    function = page.function_at(4, 0)
    assert function is not None
    assert page.position_of(function) == Position(4, 0, 8, 27)
    assert page.position_of(function.params.params[1]) == Position(4, 16, 4, 22)
    assert page.position_of(function.decorators[0]) == Position(3, 0, 3, 13)


def test_every_call_and_function_of_ast_is_found() -> None:
    import ast

    source = decode(Path(__file__).read_bytes(), Path(__file__))
    page = ConcreteModule(source)
    for node in ast.walk(parse(source)):
        if isinstance(node, ast.Call):
            found = page.call_at(node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
            assert code(found) == ast.get_source_segment(source.text, node)
        elif isinstance(node, ast.FunctionDef):
            function = page.function_at(node.lineno, node.col_offset)
            assert function is not None
            assert function.name.value == node.name


def test_the_tree_is_made_once() -> None:
    page = module(PAGE)
    assert page.module is page.module
    assert page.module is not None
    assert page.module.code == PAGE


@pytest.mark.parametrize("text", ["print 'a'", "def (", "x = '\0'", "f() = 1"])
def test_a_file_that_libcst_cannot_parse(text: str) -> None:
    page = module(text)
    assert page.module is None
    assert page.function_at(1, 0) is None
    assert page.call_at(1, 0) is None
    assert page.position_of(libcst.Name("a")) is None
