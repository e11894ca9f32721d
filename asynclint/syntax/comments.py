"""Finds the comments of a file without a tokenizer: only strings can hide a `#`, so only strings are followed.

It knows nested f-strings and t-strings (PEP 701, PEP 750) whichever interpreter runs, and goes on after an error.
"""

import re
from collections.abc import Iterator, Sequence

_OPENING = re.compile(r"#[^\r\n]*|\"\"\"|'''|[\"']")
_PREFIX = re.compile(r"(?<!\w)[A-Za-z]{1,2}\Z")
_FORMATTED = frozenset({"f", "fr", "rf", "t", "tr", "rt"})
_LINE_END = re.compile(r"[\r\n]")
_PLAIN_END = {
    '"""': re.compile(r'[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+"""', re.DOTALL),
    "'''": re.compile(r"[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''", re.DOTALL),
    '"': re.compile(r'[^"\\\r\n]*+(?:\\(?:\r\n|.)[^"\\\r\n]*+)*+"', re.DOTALL),
    "'": re.compile(r"[^'\\\r\n]*+(?:\\(?:\r\n|.)[^'\\\r\n]*+)*+'", re.DOTALL),
}
_PLAIN_STRING = "|".join(
    f"{quote}{'' if len(quote) == 3 else f'(?!{quote}{quote})'}{end.pattern}" for quote, end in _PLAIN_END.items()
)
_UP_TO_OPENING = re.compile(rf"""(?:[^#"']++|(?<![fFtT])(?<![fFtT][rR])(?:{_PLAIN_STRING}))*+""", re.DOTALL)
"""Code and closed plain strings. It ends before a comment, a string that may be formatted, and one without an end."""
_LITERAL_STOP = {
    '"""': re.compile(r'"""|\{\{|[{}\\]'),
    "'''": re.compile(r"'''|\{\{|[{}\\]"),
    '"': re.compile(r'"|\{\{|[{}\\\r\n]'),
    "'": re.compile(r"'|\{\{|[{}\\\r\n]"),
}
_NAMED = re.compile(r"\\N\{[^{}\r\n]*\}")
_FIELD_STOP = re.compile(r"#[^\r\n]*|\"\"\"|'''|!=|[\"'()\[\]{}:!]")


def comments(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the comments of `text`, in order, from `#` to the end of the line (which is not included).

    A quote that nothing closes ends with its line; a triple quote that nothing closes ends with the text.
    """
    position = 0
    while (passed := _UP_TO_OPENING.match(text, position)) and (found := _OPENING.match(text, passed.end())):
        if text[found.start()] == "#":
            yield found.span()
            position = found.end()
        else:
            inside: list[tuple[int, int]] = []
            position = _string_end(text, found.start(), found.group(), inside)
            yield from inside


def _string_end(text: str, start: int, quote: str, inside: list[tuple[int, int]]) -> int:
    """Where the string ends that opens with `quote` at `start`; comments in its fields are added to `inside`."""
    body = start + len(quote)
    prefix = _PREFIX.search(text, max(0, start - 3), start)
    letters = prefix.group().lower() if prefix else ""
    if letters in _FORMATTED:
        return _formatted_end(text, body, quote, "r" in letters, inside)
    end = _PLAIN_END[quote].match(text, body)
    return end.end() if end else _unclosed_end(text, body, quote)


def _unclosed_end(text: str, body: int, quote: str) -> int:
    end = _LINE_END.search(text, body) if len(quote) == 1 else None
    return end.start() if end else len(text)


def _formatted_end(text: str, position: int, quote: str, raw: bool, inside: list[tuple[int, int]]) -> int:
    """Where an f-string or t-string ends whose literal text starts at `position`."""
    stop = _LITERAL_STOP[quote]
    in_format = 0  # How many fields have their format specification open.
    while found := stop.search(text, position):
        token = found.group()
        position = found.end()
        if token == quote:
            return position
        if token == "\\":
            named = None if raw else _NAMED.match(text, position - 1)
            if named:
                position = named.end()
            elif text.startswith("\r\n", position):
                position += 2
            elif text[position : position + 1] not in {"{", "}"}:
                position += 1
        elif token in {"\r", "\n"}:
            return position - 1
        elif token == "}":
            in_format = max(0, in_format - 1)
        elif token == "{" or in_format:
            if token == "{{":
                position -= 1
            position, closed = _field_end(text, position, inside)
            in_format += not closed
    return len(text)


def _field_end(text: str, position: int, inside: list[tuple[int, int]]) -> tuple[int, bool]:
    """The end of the expression of a replacement field; the flag tells `}` from the `:` before a format."""
    depth = 0
    while found := _FIELD_STOP.search(text, position):
        token = found.group()
        position = found.end()
        if token[0] == "#":
            inside.append(found.span())
        elif token[0] in "\"'":
            position = _string_end(text, found.start(), token, inside)
        elif token in "([{":
            depth += 1
        elif depth:
            depth -= token in ")]}"
        elif token == "}":
            return position, True
        elif token == ":":
            return position, False
    return len(text), True


def remarks(lines: Sequence[str], first: int, last: int) -> str:
    """The comments on the rows of a statement, and on the rows above it that hold nothing else."""
    above = first - 1
    while above >= 1 and lines[above - 1].lstrip().startswith("#"):
        above -= 1
    text = "\n".join(lines[above:last])
    return "\n".join(text[start:end] for start, end in comments(text))
