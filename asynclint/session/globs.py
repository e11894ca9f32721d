"""Translate patterns of ``.gitignore`` into regular expressions that match a whole path, as git understands them."""

import re
from typing import Final

_TOKEN = re.compile(
    r"""(?P<star> \*+ )
      | (?P<any> \? )
      | \[ (?P<negated> [!^] )? (?P<inside> \]? (?: \\. | \[:\w+:\] | [^\]\\] )* ) \]
      | \\ (?P<escaped> . )
      | (?P<plain> [^*?\[\\] )
    """,
    re.VERBOSE | re.DOTALL,
)
_MEMBER = re.compile(r"\[:(?P<named>\w+):\] | \\(?P<escaped>.) | (?P<dash>-) | (?P<plain>.)", re.VERBOSE | re.DOTALL)
_NAMED: Final = {
    "alnum": r"0-9A-Za-z",
    "alpha": r"A-Za-z",
    "digit": r"0-9",
    "lower": r"a-z",
    "space": r"\s",
    "upper": r"A-Z",
    "xdigit": r"0-9A-Fa-f",
}


class GlobError(ValueError):
    """A pattern that git lets match nothing: a bracket is not closed, or a backslash escapes nothing."""


def translate(pattern: str) -> str:
    """The expression of a pattern without its ``!`` and without the slash at its end. Raises GlobError.

    A pattern with a slash is relative to the folder of its file, another one matches at any depth.
    """
    segments = pattern.removeprefix("/").split("/") if "/" in pattern else ["**", pattern]
    source = ""
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        if segment == "**" and len(segments) > 1:
            source += ".+" if last else "(?:.*/)?"
        else:
            source += _segment(segment) + ("" if last else "/")
    return source


def _segment(segment: str) -> str:
    """The expression of what stands between two slashes."""
    source, position = "", 0
    while position < len(segment):
        token = _TOKEN.match(segment, position)
        if token is None:
            raise GlobError(segment)
        position = token.end()
        if token["star"]:
            source += "[^/]*"
        elif token["any"]:
            source += "[^/]"
        elif token["inside"] is not None:
            source += f"(?!/)[{'^' if token['negated'] else ''}{_members(token['inside'])}]"
        else:
            source += re.escape(token["escaped"] or token["plain"])
    return source


def _members(inside: str) -> str:
    """The members of a bracket expression, written for a regular expression."""
    members = ""
    for member in _MEMBER.finditer(inside):
        if member["named"]:
            members += _NAMED.get(member["named"], "")
        else:
            members += member["dash"] or re.escape(member["escaped"] or member["plain"])
    return members
