"""The values of literals, from their spelling: numbers, and the text between the quotes of strings."""

import re
import unicodedata

_ESCAPE = re.compile(
    r"\\(?:(?P<newline>\n)|(?P<simple>[\\'\"abfnrtv])|(?P<octal>[0-7]{1,3})|x(?P<x>.{0,2})"
    r"|N\{(?P<name>[^}]*)\}|u(?P<u>.{0,4})|U(?P<long>.{0,8}))",
    re.DOTALL,
)
_BYTES_ESCAPE = re.compile(
    r"\\(?:(?P<newline>\n)|(?P<simple>[\\'\"abfnrtv])|(?P<octal>[0-7]{1,3})|x(?P<x>.{0,2}))", re.DOTALL
)
_SIMPLE = {"\\": "\\", "'": "'", '"': '"', "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HEX = re.compile(r"[0-9a-fA-F]+")


def integer(spelled: str) -> int:
    """The value of an integer literal. Raises ValueError, also for one with more digits than the interpreter takes."""
    return int(spelled, 0)


def floating(spelled: str) -> float:
    """The value of a literal such as `1_0.5e3`."""
    return float(spelled)


def imaginary(spelled: str) -> complex:
    """The value of a literal such as `2.5j`."""
    return complex(0.0, float(spelled[:-1]))


def text(body: str, raw: bool) -> str:
    """What the characters `body` of a string mean. Raises ValueError for a malformed escape.

    An unknown escape stays as it is. Every line end means a newline.
    """
    if "\\" not in body or raw:
        return _newlines(body)
    return _unescaped(_ESCAPE, body)


def octets(body: str, raw: bool) -> bytes:
    """What the characters `body` of a bytes literal mean. Raises ValueError for a malformed escape or non-ASCII."""
    if not body.isascii():
        raise ValueError("bytes can only contain ASCII literal characters")
    if "\\" not in body or raw:
        return _newlines(body).encode("ascii")
    return _unescaped(_BYTES_ESCAPE, body).encode("latin-1")


def _newlines(body: str) -> str:
    if "\r" in body:
        return body.replace("\r\n", "\n").replace("\r", "\n")
    return body


def _unescaped(escapes: re.Pattern[str], body: str) -> str:
    """`body` with its escapes replaced. Line ends are translated first, so that an escaped one stays."""
    in_bytes = escapes is _BYTES_ESCAPE
    parts: list[str] = []
    done = 0
    body = _newlines(body)
    while (at := body.find("\\", done)) >= 0:
        parts.append(body[done:at])
        found = escapes.match(body, at)
        if found:
            parts.append(_meaning(found, in_bytes))
            done = found.end()
        else:
            parts.append(body[at : at + 2])
            done = at + 2
    parts.append(body[done:])
    return "".join(parts)


def _meaning(found: re.Match[str], in_bytes: bool) -> str:
    kind = found.lastgroup
    value = found[kind] if kind else ""
    if kind == "simple":
        return _SIMPLE[value]
    if kind == "newline":
        return ""
    if kind == "octal":
        return chr(int(value, 8) & 0xFF if in_bytes else int(value, 8))
    if kind == "name":
        return _named(value)
    digits = {"x": 2, "u": 4, "long": 8}[kind or ""]
    if len(value) != digits or not _HEX.fullmatch(value):
        raise ValueError(f"truncated escape {found.group()!r}")
    return chr(int(value, 16))


def _named(name: str) -> str:
    try:
        character = unicodedata.lookup(name)
    except KeyError:
        character = ""
    if len(character) != 1:  # `lookup` also knows names of sequences, which are no escapes.
        raise ValueError(f"unknown Unicode character name {name!r}")
    return character
