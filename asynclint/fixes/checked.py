"""Apply fixes to a file so that it stays Python: what would break it is left out."""

import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from asynclint.fixes.apply import apply
from asynclint.model.findings import Fix
from asynclint.syntax.parse import SyntaxProblem, parse
from asynclint.syntax.source import Source


class Mended(NamedTuple):
    """The new bytes of a file, the numbers of the fixes that they contain, and of those that would have broken it."""

    data: bytes
    fixes: tuple[int, ...]
    broken: tuple[int, ...]


def mend(source: Source, fixes: Sequence[Fix]) -> Mended:
    """Apply as many fixes as fit together. The result is parsed, and compiled if the original could be."""
    applied = apply(source.text, fixes)
    compiles = _compiles(source.text)
    if _is_whole(source, applied.text, compiles):
        return Mended(source.encode(applied.text), applied.fixes, ())
    kept: list[int] = []
    broken: list[int] = []
    for number in applied.fixes:
        trial = apply(source.text, [fixes[one] for one in (*kept, number)]).text
        (kept if _is_whole(source, trial, compiles) else broken).append(number)
    return Mended(source.encode(apply(source.text, [fixes[one] for one in kept]).text), tuple(kept), tuple(broken))


def _is_whole(source: Source, text: str, compiles: bool) -> bool:
    try:
        parse(replace(source, text=text))
        source.encode(text)
    except (SyntaxProblem, UnicodeEncodeError):
        return False
    return not compiles or _compiles(text)


def _compiles(text: str) -> bool:
    """Whether the running Python compiles the text, which finds what its parser lets pass: an ``await`` outside."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(text, "<fixed>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
            return False
    return True
