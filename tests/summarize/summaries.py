"""Summaries of sources in memory, and their parts in words."""

from pathlib import Path
from textwrap import dedent

from asynclint.model.summary import Binding, Block, BlockKind, Call, Expression, FileSummary, Function, Use
from asynclint.summarize import summarize
from asynclint.syntax.parse import parse
from asynclint.syntax.source import decode


def summary(text: str) -> FileSummary:
    """The summary of a text, from which indentation and the first line end are taken off."""
    source = decode(dedent(text).lstrip("\n").encode(), Path("/project/a.py"))
    return summarize(source, parse(source))


def function(of: FileSummary, qualname: str) -> Function:
    """The last function with a qualified name; "" is the module."""
    return [row for row in of.functions if row.qualname == qualname][-1]


def calls(of: FileSummary, name: str) -> list[Call]:
    """The calls by the last name of what they call, in order of place."""
    return sorted((call for call in of.calls if call.name == name), key=lambda call: (call.line, call.column))


def use(of: FileSummary, name: str = "c") -> tuple[Use, object]:
    """The use and its detail of the only call of a name."""
    (call,) = calls(of, name)
    return call.use, call.detail


def block(of: FileSummary, kind: BlockKind) -> Block:
    """The only block of a kind."""
    (found,) = [row for row in of.blocks if row.kind is kind]
    return found


def values(of: FileSummary, bindings: list[Binding]) -> list[Expression]:
    """The expressions that are bound."""
    return [of.expressions[binding.value] for binding in bindings]
