"""A summary comes back from its bytes as it was."""

import ast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asynclint.summarize import decode, encode
from tests.summarize.summaries import summary

NAMES = st.sampled_from(["a", "b", "self", "é", "_x", "asyncio"])
CONSTANTS = st.one_of(
    st.none(), st.booleans(), st.integers(0), st.floats(0, allow_nan=False), st.text(max_size=90), st.binary(max_size=3)
).map(repr)


def _compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    forms = [
        "({0}).{2}", "{2}({0}, *{1}, k={1})", "({0} or {1})", "({0} and {1})", "({0} if {1} else {0})",
        "[{0}, *({1},)]", "({0}, {1})", "{{{0}: {1}}}", "{{**{2}, {0}: {1}}}", "[{0} for {2} in {1} if {2}]",
        "({2} := {0})", "(not {0})", "({0} + {1})", "({0} < {1})", "({0})[{1}:]", "f'{{{2}}}'",
        "(lambda {2}=1, *y: {0})", "(await {0})", "(yield {0})",
    ]  # fmt: skip
    return st.tuples(st.sampled_from(forms), inner, inner, NAMES).map(lambda parts: parts[0].format(*parts[1:]))


EXPRESSIONS = st.recursive(st.one_of(NAMES, CONSTANTS), _compound, max_leaves=6)
STATEMENTS = st.tuples(
    st.sampled_from(
        [
            "{0}", "{2} = {0}", "{2}.x = {0}", "{2}[0] = {0}", "{2}: 'int | {2}' = {0}", "x, *{2} = {0}", "return {0}",
            "if {0}: {1}\n    else: pass", "for {2} in {0}: {1}", "async for {2} in {0}: break", "while {0}: continue",
            "with {0} as {2}, {1}: pass", "async with {0}: pass", "raise {0} from {1}", "assert {0}, {1}", "del {2}",
            "try: {0}\n    except ({1}) as {2}: pass\n    finally: {1}", "import {2}.q as {2}",
            "from ..{2} import q, r",
            "@{2}\n    def g({2}: int = {0}, /, *, k={1}) -> '{2}': pass", "class A({2}, k={0}): {2} = {1}",
            "match {0}:\n        case A({2}=1) | [1] if {1}: pass\n        case _: pass", "{2} += {0}  # noqa: AL101",
        ]
    ),
    EXPRESSIONS,
    EXPRESSIONS,
    NAMES,
).map(lambda parts: parts[0].format(*parts[1:]))  # fmt: skip
PROGRAMS = st.lists(STATEMENTS, min_size=1, max_size=5).map(
    lambda rows: "async def f(self):\n" + "".join(f"    {row}\n" for row in rows)
)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


@given(PROGRAMS.filter(_is_python))
def test_there_and_back(text: str) -> None:
    """Decoding the bytes of a summary gives an equal summary, for programs of all kinds of statements."""
    before = summary(text)
    after = decode(encode(before))
    assert after == before
    assert repr(after) == repr(before)


def test_bytes_are_the_same_each_time() -> None:
    """The same text gives the same bytes."""
    text = "class A:\n    def f(self):\n        x = g()\n        return lambda: x\n"
    assert encode(summary(text)) == encode(summary(text))


@pytest.mark.parametrize("data", [b"", b"\x00", encode(summary("x = 1\n"))[:-3]])
def test_damaged_bytes(data: bytes) -> None:
    """Bytes that are no summary are refused, not read as half of one."""
    with pytest.raises(msgspec.DecodeError):
        decode(data)
