"""Syntax newer than the running interpreter: the nodes, the fields and the positions of the newest one."""

import ast

import libcst
import pytest

from asynclint.syntax import newer
from asynclint.syntax.lower import lower
from tests.syntax.normalise import outline


def body(text: str, *, positions: bool = False) -> str:
    """The outline of the statements of `text`."""
    tree = lower(libcst.parse_module(text), text)
    return "; ".join(outline(node, positions=positions) for node in tree.body)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type X = int", "TypeAlias(name=Name(id='X'), value=Name(id='int'))"),
        (
            "type X[T: a = b, *Ts = *c, **P = d] = e",
            (
                "TypeAlias(name=Name(id='X'), type_params=[TypeVar(name='T', bound=Name(id='a'),"
                " default_value=Name(id='b')),"
                " TypeVarTuple(name='Ts', default_value=Starred(value=Name(id='c'))),"
                " ParamSpec(name='P', default_value=Name(id='d'))], value=Name(id='e'))"
            ),
        ),
        (
            "def f[T](): pass",
            "FunctionDef(name='f', args=arguments(), body=[Pass()], type_params=[TypeVar(name='T')])",
        ),
        ("class A[*T]: pass", "ClassDef(name='A', body=[Pass()], type_params=[TypeVarTuple(name='T')])"),
        (
            "try: a\nexcept A, B: b",
            (
                "Try(body=[Expr(value=Name(id='a'))], handlers=[ExceptHandler(type=Tuple(elts=[Name(id='A'),"
                " Name(id='B')]),"
                " body=[Expr(value=Name(id='b'))])])"
            ),
        ),
        (
            'f"{a["b"]}"',
            (
                "Expr(value=JoinedStr(values=[FormattedValue(value=Subscript(value=Name(id='a'),"
                " slice=Constant(value='b')),"
                " conversion=-1)]))"
            ),
        ),
    ],
)
def test_up_to_python_3_14(text: str, expected: str) -> None:
    assert body(text) == expected


needs_templates = pytest.mark.skipif(not hasattr(libcst, "TemplatedString"), reason="this libcst knows no t-strings")
needs_newest = pytest.mark.skipif(not hasattr(libcst, "LazyImport"), reason="this libcst does not know Python 3.15")


@needs_templates
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "t'a{ b !r:{c}}d'",
            (
                "TemplateStr(values=[Constant(value='a'), Interpolation(value=Name(id='b'), str=' b', conversion=114,"
                " format_spec=JoinedStr(values=[FormattedValue(value=Name(id='c'), conversion=-1)])),"
                " Constant(value='d')])"
            ),
        ),
        (
            "t'{a = }'",
            "TemplateStr(values=[Constant(value='a = '), Interpolation(value=Name(id='a'), str='a', conversion=114)])",
        ),
        ("rt'\\n{{'", "TemplateStr(values=[Constant(value='\\\\n{')])"),
        ("t''", "TemplateStr()"),
    ],
)
def test_templates(text: str, expected: str) -> None:
    assert body(text) == f"Expr(value={expected})"


@needs_newest
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lazy import a.b as c, d", "Import(names=[alias(name='a.b', asname='c'), alias(name='d')], is_lazy=1)"),
        ("lazy from .a import b", "ImportFrom(module='a', names=[alias(name='b')], level=1, is_lazy=1)"),
        (
            "[*a for a in b]",
            (
                "Expr(value=ListComp(elt=Starred(value=Name(id='a')),"
                " generators=[comprehension(target=Name(id='a'), iter=Name(id='b'), is_async=0)]))"
            ),
        ),
        (
            "{**a for a in b}",
            (
                "Expr(value=DictComp(key=Name(id='a'),"
                " generators=[comprehension(target=Name(id='a'), iter=Name(id='b'), is_async=0)]))"
            ),
        ),
    ],
)
def test_python_3_15(text: str, expected: str) -> None:
    assert body(text) == expected


def test_lazy_is_an_ordinary_name() -> None:
    assert body("lazy = 1") == "Assign(targets=[Name(id='lazy')], value=Constant(value=1))"


def test_positions_of_type_parameters() -> None:
    assert body("type É[T: a = b] = (\n c)", positions=True) == (
        "TypeAlias@1.0.2.3(name=Name@1.5.1.7(id='É'), type_params=[TypeVar@1.8.1.16(name='T',"
        " bound=Name@1.11.1.12(id='a'),"
        " default_value=Name@1.15.1.16(id='b'))], value=Name@2.1.2.2(id='c'))"
    )


def test_positions_of_handlers() -> None:
    text = "try: a\nexcept  A, (B) ,: b"
    assert "type=Tuple@2.8.2.16(elts=[Name@2.8.2.9(id='A'), Name@2.12.2.13(id='B')])" in body(text, positions=True)


@needs_templates
def test_positions_of_templates() -> None:
    assert body("x = t'a{b}'", positions=True).endswith(
        "value=TemplateStr@1.4.1.11(values=[Constant@1.6.1.7(value='a'),"
        " Interpolation@1.7.1.10(value=Name@1.8.1.9(id='b'), str='b', conversion=-1)]))"
    )


def parse_with_lower(text: str) -> ast.stmt:
    return lower(libcst.parse_module(text), text).body[0]


def test_nodes_are_of_the_classes_that_ast_has() -> None:
    node = parse_with_lower("async def f[T](): pass")
    assert type(node) is ast.AsyncFunctionDef
    assert [type(one) for one in ast.iter_child_nodes(node)] == [ast.arguments, ast.Pass, newer.TypeVar]
    assert "type_params" in ast.dump(node)
    assert parse_with_lower("async def g(): pass")._fields == ast.AsyncFunctionDef._fields


def test_own_nodes_are_made_as_those_of_ast() -> None:
    alias = newer.TypeAlias(ast.Name("X", ast.Store()), [newer.TypeVar("T", None)], ast.Name("int", ast.Load()))
    assert [type(one) for one in ast.walk(alias)][:3] == [newer.TypeAlias, ast.Name, newer.TypeVar]
    match alias:
        case newer.TypeAlias(name=ast.Name(id=name)):
            assert name == "X"
        case _:
            raise AssertionError
