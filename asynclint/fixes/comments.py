"""Suppression comments with fewer or more words."""

from collections.abc import Collection, Sequence

from asynclint.fixes.fragment import CannotFix
from asynclint.fixes.text import Text
from asynclint.model.findings import Edit
from asynclint.syntax.directives import Directive

_OWN = ("asynclint", "asynclint-file")


def without(text: Text, directive: Directive, words: Collection[str]) -> Edit:
    """The edit that takes words out of a suppression, and the suppression with its reason when none is left.

    Raises CannotFix for a suppression of another tool with a text behind its codes, which may be meant for people.
    """
    row = text.row_start(directive.line)
    kept = [code for code in directive.spelled if code.name not in words]
    if kept:
        parts = [text.text[row + kept[0].column : row + kept[0].end_column]]
        for code in kept[1:]:
            before = directive.spelled[directive.spelled.index(code) - 1]
            parts.append(text.text[row + before.end_column : row + code.end_column])
        start, end = directive.spelled[0].column, directive.spelled[-1].end_column
        return text.edit(row + start, row + end, "".join(parts))
    if directive.tool not in _OWN and directive.reason:
        raise CannotFix
    start, end = row + directive.column, row + directive.end_column
    next_row = text.row_start(directive.line + 1)
    rest = text.text[end:next_row]
    if rest.strip():
        return text.edit(start, end + len(rest) - len(rest.lstrip(" \t")), "")
    if directive.own_line and not text.text[row:start].strip():
        return text.edit(row, next_row, "")
    return text.edit(row + len(text.text[row:start].rstrip(" \t")), end + len(rest) - len(rest.lstrip(" \t")), "")


def with_more(text: Text, directive: Directive, words: Sequence[str]) -> Edit:
    """The edit that adds words to a suppression that has some."""
    at = text.row_start(directive.line) + directive.spelled[-1].end_column
    return text.edit(at, at, "".join(f", {word}" for word in words))
