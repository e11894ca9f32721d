"""Expectations in samples: a comment at the end of a row says which rules report there.

``# error: blocking-sleep`` expects one finding of that rule on its row (the row where the finding starts).
``# error: blocking-sleep "time.sleep"`` also wants that text in the message. Several are joined by commas.
"""

import re
from typing import NamedTuple

_NAME = r"[a-z]+(?:-[a-z]+)*"
_ITEM = rf'({_NAME})(?: "([^"]*)")?'
_MARKER = re.compile(rf"\s*# error: ({_ITEM}(?:, {_ITEM})*)\s*$")
_ANYTHING_LIKE_IT = re.compile(r"#\s*error\b", re.IGNORECASE)


class Expected(NamedTuple):
    """One finding that a sample asks for."""

    row: int
    rule: str
    part: str


def read(source: str) -> list[Expected]:
    """The expectations of a file. Raises ValueError for a comment that looks like one and is not."""
    expected: list[Expected] = []
    for row, line in enumerate(source.splitlines(), 1):
        if marker := _MARKER.search(line):
            expected += (Expected(row, rule, part) for rule, part in re.findall(_ITEM, marker[1]))
        elif _ANYTHING_LIKE_IT.search(line):
            raise ValueError(f"not an expectation: {line.strip()}")
    return expected


def named(text: str) -> list[str]:
    """The rules that any marker in a text names."""
    return sorted({rule for marker in map(_MARKER.search, text.splitlines()) if marker for rule in _rules(marker)})


def _rules(marker: re.Match[str]) -> list[str]:
    return [rule for rule, _ in re.findall(_ITEM, marker[1])]


def rewrite(line: str, rules: list[str]) -> str:
    """The line with a marker for just these rules; a marker that already names them stays as it is."""
    marker = _MARKER.search(line)
    if marker and sorted(_rules(marker)) == sorted(rules):
        return line
    bare = _MARKER.sub("", line)
    return f"{bare}  # error: {', '.join(sorted(rules))}" if rules else bare
