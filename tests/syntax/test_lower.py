"""Lowered trees equal those of the standard parser, construct by construct."""

import ast
import warnings

import libcst
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asynclint.syntax.lower import Unlowerable, lower
from tests.syntax.normalise import first_difference

PAGES = {
    "numbers": "0; 1_000; 0xFF; 0o17; 0b11; 1.5e3; 1_0.0_1; 2j; .5J; -1; +1; ~1; 00; 10**100",
    "constants": "None, True, False, ...",
    "strings": r"""'a'; "b"; u'c'; b'd'; r'\d'; Rb'\x'; 'e\n\x41\N{BULLET}\q'; '''f
g\
h'''; 'i' 'j'; (b'k'
  b'l'); u'm' 'n'""",
    "names": "ﬁn = é\nx.ﬁn\nf(ﬁn=1)\ndef ﬁn(ﬁn): pass\nimport ﬁn.é as ﬁ",
    "binary": "a + b * c ** -d // e % f @ g << h >> i | j & k ^ l; (a + b) * (c); ((a) - b) - (c - d)",
    "boolean": "a and b and c; a or b or c; a and b or c and d; (a and b) and c; a and (b and c); not a or not (b)",
    "comparison": "a < b <= c; a is not b; a not in (b); (a) == (b) != c > d >= e; a in b is c; a is  \\\n not b",
    "conditional": "a if b else c if d else e; (a) if (b) else (c)",
    "lambda": "lambda: 0; lambda a, /, b=1, *c, d, e=2, **f: (a); lambda *, a: a; lambda *a: (yield); lambda a=(1): a,",
    "tuple": "a,; a, b; (a, b); ((a, b)); (a,); (); (()); ((a), (b),); *a, b; (*a,)",
    "displays": "[]; [a, *b,]; {a}; {a, *b}; {}; {a: b, **c, (d): (e),}; {**a}; [(a)]",
    "calls": "f(); f(a, *b, c=1, *d, **e); f((a), (b),); f(\n  a,\n)(b)[c].d; f(* a, ** (b)); f(a := 1); f (a) . b",
    "generators": "f(x for x in y); f((x for x in y)); f((x for x in y), z); (x for x in y); ((x for x in y)); f(x for x in y)(z)",
    "subscripts": "a[b]; a[b, c]; a[b,]; a[:]; a[b:]; a[:c]; a[::d]; a[b:c:d]; a[b::]; a[(b):(c), ...]; a[*b]; a[*b, c]; a[(b, c)]",
    "comprehensions": "[a for b in c if d if e for (f, g) in h]; {a for a, in b}; {a: b for a, *b in c}; [x for x in (y if z else w)]",
    "walrus": "(a := b); [c := 1, d]; f((e := 2)); a[(b := 1)]",
    "starred_targets": "*a, b = c; [a, *b] = c; (a, (b, *c)) = d; a.b, c[d] = e; a = b = c, d = e",
    "assignments": "a = 1; a: int; (a): int = 1; a.b: int; a[b]: c = d, e; a += b; a.b **= c; a[b] //= c, d; (a) = (b); x = yield",
    "annotation_tuple": "a: tuple = *b, c",
    "aug": "a -= 1; a *= 1; a @= 1; a /= 1; a %= 1; a <<= 1; a >>= 1; a |= 1; a ^= 1; a &= 1",
    "delete": "del a; del a, b; del (a); del (a, b); del a.b, c[d],; del [a, b]; del (a), (b)",
    "imports": "import a; import a.b.c as d, e; from . import f; from ..g import (h as i, j,); from k import *; import a . b; from . . a import b",
    "simple": "pass; assert a, b; assert (a); raise; raise a; raise a from b; global c, d",
    "if": "if a: b\nelif (c): d; e;\nelif f:\n  g\nelse:\n  h\nif a:\n  if b: c\n  else: d\nelif e: f",
    "loops": "for a, in b,: pass\nelse: c\nfor a, *b in *c, d: break\nwhile (a): continue\nelse:\n  pass  # end",
    "with": "with a: b\nwith a as b, c as (d, e): pass\nwith (a as b, c): pass\nwith (a, b,): pass\nwith (a): pass\nwith (a).b as c: pass\nwith (a, b) as c: pass\nwith (yield): pass\nwith (a): pass",
    "try": "try: a\nexcept: b\nfinally: c\ntry: a\nexcept (A, B) as e: b\nexcept C: d\nelse: e\ntry:\n  a\nexcept* A: b\nexcept *(B, C) as f: d",
    "functions": "@a.b\n@(c)\n# comment\n\n@d()\ndef f(a, /, b: int = 1, *c: int, d, e: str = 'x', **f: dict) -> None: pass\nasync  def g(*, a): await (b)\ndef h(a, b=1, /, c=2): return\ndef i(*a: *b): pass\ndef j(\n  a,\n  b\n): pass",
    "classes": "class A: pass\n@a\nclass B(C, d.E, metaclass=F, **g):\n  x = 1\n\n  def f(self): pass\nclass H(): pass\nclass I(*j, k): pass",
    "async": "async def f():\n  async for a in b: await c\n  else: d\n  async with a as b, c: pass\n  async with (a as b): pass\n  return [x async for x in y if await z], (await x for x in y)",
    "yield": "def f():\n  yield\n  yield a, b\n  x = yield from (y)\n  return *a, b\n  z = (yield), (yield 1)\n  x += yield\n  f((yield))\n  await (yield)",
    "fstrings": r"""f'a{b}c'; f'{a!r:>{b}}'; f'{a=}'; f'{ a = !s}'; f'{a = :x}'; f''; f'{{}}'; f'{a}{b}' 'c' f'd'; 'e' f'{g}' rf'\d{h}';
f'{a:{b}{c!r}}d{e["f"]:%H\x41}'; f'{a,}'; f'{(lambda x: 1)}'; f'{x:}'; f'{{{a}}}'; F'\N{BULLET}{a}\n'; f'{a!a}{yield_}'; f'{*a, b}'; f'{a:{{1}}}'
f'''a
{
b
}'''""",
    "match": "match a:\n case 1 | 'x' 'y' | -1 | 1+2j | -1.5-2j: pass\n case None | True: pass\n case a.b.c: pass\n case x if y: pass\n case _: pass",
    "sequences": "match a, b:\n case [x, *_, y]: pass\n case (x, *y): pass\n case x, : pass\n case *x, y: pass\n case []: pass\n case (): pass\n case (x): pass\n case ((x,)): pass\n case [(x), ((1))]: pass",
    "mappings": "match *a, b:\n case {}: pass\n case {'a': x, 1: (2 | 3), **r}: pass\n case {a.b: _,}: pass\n case {**r,}: pass",
    "class_patterns": "match (a):\n case A(): pass\n case a.B(1, x, y=2, z=(3),): pass\n case (A(x=1) as b): pass\n case (1) as c | d: pass" .replace(" | d", ""),
    "soft_keywords": "match = 1; case = 2; type = 3; _ = 4; match(x); case[0]; type(x)\nprint(match, type)",
    "layout": "x = (1 +  # one\n  # two\n\n  2)\n\x0c\nif a:\n\tb\n\t# c\n\n# d\nelse : c ; d\ny = 'é' + ('ü' . x)\nz = [\n]\n# end",
    "continuation": "x = a + \\\n  b\nif a and \\\n   b: pass\nassert \\\n  a",
    "blocks": "class A:\n  def f(self):\n    if a:\n      return\n\n  # comment\n  x = 1\n\n\ny = 2",
    "columns": "'é'; x = 'ü', f('é', é.ü, 'x'); y\n'''é\nü'''; z",
}
SINCE = {
    (3, 12): {
        "type_alias": "type X = int\ntype Y[T: (int, str), *Ts, **P] = dict[T]; z\ntype = 1; type (x)",
        "generic": "def f[T](a: T) -> T: pass\nasync def g[T: int, *Ts,](): pass\nclass A[T](B): pass\nclass C[**P]: pass",
        "quotes": 'f"{a["b"]}{f"{f"{1}"}"}" + f"{\'\\n\'.join(a)}" + f"{\n  a  # why\n}"\nf"{a[\'b\']=}"',
        "format": "f'{a:{b:{c}}}'; f'{a!r:{b!s}x}'",
    },
    (3, 13): {"defaults": "def f[T = int, *Ts = *tuple[int], **P = [int]](): pass\ntype X[T: int = bool] = T\nclass A[T=(1)]: pass"},
    (3, 14): {
        "handlers": "try: a\nexcept A, B: b\nexcept C.d, E,: f\ntry: a\nexcept* A, (B): b",
        "templates": "t'a{b!r:{c}}d'; t'{ a = }' t'e'; rt'\\d{ x }'",
    },
}


def lowered(text: str) -> ast.Module:
    return lower(libcst.parse_module(text), text)


def parsed(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_as_the_standard_parser(page: str) -> None:
    assert first_difference(lowered(page), parsed(page)) is None


@pytest.mark.parametrize("page", [PAGES["if"], PAGES["layout"], PAGES["strings"], PAGES["functions"]])
@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends(page: str, newline: str) -> None:
    text = page.replace("\n", newline)
    try:
        module = libcst.parse_module(text)
    except libcst.ParserSyntaxError:
        pytest.skip("libcst refuses this with these line ends")
    assert first_difference(lower(module, text), parsed(text)) is None


@pytest.mark.parametrize(
    ("version", "page"),
    [pytest.param(version, page, id=name) for version, pages in SINCE.items() for name, page in pages.items()],
)
def test_newer_syntax(version: tuple[int, int], page: str) -> None:
    import sys

    tree = lowered(page)
    assert all(isinstance(node, ast.AST) for node in ast.walk(tree))
    if sys.version_info >= version:
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
    with pytest.raises((Unlowerable, libcst.ParserSyntaxError)):
        lowered(text)


def test_a_tree_of_another_text_is_refused() -> None:
    module = libcst.parse_module("a = b\n")
    with pytest.raises(Unlowerable, match="expected"):
        lower(module, "a + b\n")
    with pytest.raises(Unlowerable, match="ends at line 2"):
        lower(module, "a = b\nc\n")


def test_long_chains_need_no_recursion() -> None:
    for text in ("+".join("a" * 1200), " and ".join("a" * 1200), "a" + ".b()" * 600, "'a' " * 1200):
        assert first_difference(lowered("x = " + text).body[0].targets[0], parsed("x = 1").body[0].targets[0]) is None  # type: ignore[attr-defined]
    elifs = "if a: b\n" + "elif a: b\n" * 800
    assert len(list(ast.walk(lowered(elifs)))) > 800


NAMES = st.sampled_from(["a", "é", "b1"])
EXPRESSIONS = st.recursive(
    NAMES | st.sampled_from(["1", "'é'", "b'x'", "f'{a}'", "None", "()", "[]"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" + ", "*", " and ", " or ", " < ", " not in ", " if c else ", ","]), inner).map(
            lambda parts: f"({''.join(parts)})"
        ),
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
