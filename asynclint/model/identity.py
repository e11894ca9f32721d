"""What makes a finding the same one after its file was edited elsewhere."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Final, Protocol

from msgspec import Struct

from asynclint.model.findings import Finding

_TOKEN: Final = re.compile(
    r"""
    (?P<layout>\s+|\#[^\n]*|\\\n)
    |(?P<prefix>[a-zA-Z]{0,3})(?P<quote>\"{3}|'{3})(?P<long>(?:\\.|[^\\])*?)(?P=quote)
    |(?P<mark>[a-zA-Z]{0,3})(?P<short>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<word>\w+)
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LONGEST: Final = 160


class Lines(Protocol):
    """Gives the rows ``first`` to ``last`` of a file, those that exist."""

    def __call__(self, filename: str, first: int, last: int) -> Sequence[str]: ...


class Identity(Struct, frozen=True, order=True):
    """A finding without its position.

    ``path`` is relative, with ``/``; ``function`` the qualified name of the function round it; ``statement`` its
    statement without layout and comments; ``occurrence`` counts those that are the same in all else, from 1.
    """

    path: str
    function: str
    code: str
    statement: str
    occurrence: int = 1

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits that stand for all of it."""
        text = "\0".join((self.path, self.function, self.code, self.statement, str(self.occurrence)))
        return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def identify(findings: Iterable[Finding], lines: Lines, root: str) -> Iterator[tuple[Finding, Identity]]:
    """Each finding with its identity; paths are relative to ``root``. Occurrences are counted in the order given."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    for finding in findings:
        first = finding.statement_row or finding.location.row
        statement = normalised(lines(finding.filename, first, max(first, finding.noqa_row)))
        key = (relative(finding.filename, root), finding.function, finding.code, statement)
        seen[key] += 1
        yield finding, Identity(*key, seen[key])


def relative(filename: str, root: str) -> str:
    """The file's path from ``root``, with ``/``; the whole path for a file elsewhere."""
    inside = filename.removeprefix(root.rstrip(os.sep) + os.sep)
    return inside.replace(os.sep, "/")


def normalised(lines: Sequence[str]) -> str:
    """The statement in these rows in one line, without layout and comments, as formatters leave it.

    Not the tokenizer of the running Python: another version's tokens would make another identity.
    """
    words: list[str] = []
    after_word = False
    for match in _TOKEN.finditer("\n".join(lines)):
        kind = match.lastgroup
        if kind == "layout":
            continue
        text = match[0]
        if kind == "short":
            text = match["mark"] + _double_quoted(match["short"])
        elif text in ")]}" and words[-1:] == [","]:
            words.pop()
        if after_word and kind != "other":
            words.append(" ")
        words.append(text)
        after_word = kind != "other" or text in ")]}"
    statement = "".join(words)
    if len(statement) <= _LONGEST:
        return statement
    digest = blake2b(statement.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{statement[:_LONGEST]}… {digest}"


def _double_quoted(literal: str) -> str:
    body = literal[1:-1]
    return literal if '"' in body or "\\" in body else f'"{body}"'
