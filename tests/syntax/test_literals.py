"""The values of literals are those that the interpreter gives them."""

import ast
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asynclint.syntax import literals

PLAIN = ["a", "é", "€", "\\\r\n", "\r\n", "\r", "\n", "{", "}"]
ESCAPES = ["n", "\\", "'", '"', "x41", "101", "7", "400", "u00e9", "U0001F600", "N{BULLET}", "N{EM DASH}", "N{DASH}"]
UNKNOWN = ["q", "8", "{", "\n", "ud800"]
PIECES = st.sampled_from([*PLAIN, *("\\" + one for one in ESCAPES + UNKNOWN)])


def evaluated(prefix: str, body: str) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.literal_eval(f'{prefix}"""{body}"""')


@given(st.lists(PIECES).map("".join), st.booleans())
def test_text(body: str, raw: bool) -> None:
    try:
        expected = evaluated("r" if raw else "", body)
    except SyntaxError:
        with pytest.raises(ValueError, match=r".*"):
            literals.text(body, raw)
    else:
        assert literals.text(body, raw) == expected


@given(st.lists(PIECES.filter(str.isascii)).map("".join), st.booleans())
def test_octets(body: str, raw: bool) -> None:
    assert literals.octets(body, raw) == evaluated("rb" if raw else "b", body)


@pytest.mark.parametrize("body", ["\\x4", "\\xg1", "\\u12", "\\U1234567", "\\U00110000", "\\N{no such name}", "\\x 1"])
def test_malformed_escapes(body: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        literals.text(body, raw=False)


def test_bytes_are_ascii() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        literals.octets("é", raw=False)


@pytest.mark.parametrize("spelled", ["0", "00", "1_000", "0xFf_ff", "0b1_0", "0o17", "123456789012345678901234567890"])
def test_integers(spelled: str) -> None:
    assert literals.integer(spelled) == ast.literal_eval(spelled)


@pytest.mark.parametrize("spelled", ["1.", ".5", "1_0.2_5e-1_0", "1e400", "0e0"])
def test_floats(spelled: str) -> None:
    assert literals.floating(spelled) == ast.literal_eval(spelled)
    assert literals.imaginary(spelled + "j") == ast.literal_eval(spelled + "J")
