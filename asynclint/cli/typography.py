"""A page in Markdown as a terminal shows it: headings, wrapped paragraphs and lists, code blocks, styled names."""

import re
import textwrap
from collections.abc import Iterator
from typing import Final

import click

_CODE: Final = re.compile(r"`([^`]+)`")
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_HEADING: Final = re.compile(r"(#+) (.*)")
_ITEM: Final = re.compile(r"\s*(?:[*-]|\d+\.) ")
_MARKED: Final = re.compile(r"(.*?)(#\s*error:.*|#.*)?")
_GLUE: Final = "\0"
"""Stands for a space that no line may end at."""


def typeset(markdown: str, width: int) -> Iterator[str]:
    """The page in lines of at most ``width`` columns where its words allow that, with ANSI styles."""
    block: list[str] = []
    fence = False
    for line in markdown.split("\n"):
        if line.startswith("```"):
            yield from _paragraph(block, width)
            block = []
            fence = not fence
        elif fence:
            yield f"    {_code(line)}" if line.strip() else ""
        elif heading := _HEADING.fullmatch(line):
            yield from _paragraph(block, width)
            block = []
            yield _heading(heading[2], len(heading[1]))
        elif not line.strip() or _ITEM.match(line):
            yield from _paragraph(block, width)
            block = [line] if line.strip() else []
            if not block:
                yield ""
        else:
            block.append(line)
    yield from _paragraph(block, width)


def _heading(text: str, level: int) -> str:
    return click.style(
        _inline(text, style=False),
        fg="green" if level > 1 else "cyan",
        bold=True,
        underline=True if level == 1 else None,
    )


def _paragraph(block: list[str], width: int) -> Iterator[str]:
    """The lines of one paragraph or list item, wrapped; an item's later lines are indented as its first."""
    if not block:
        return
    item = _ITEM.match(block[0])
    first = item[0] if item else ""
    text = " ".join([block[0][len(first) :].strip(), *(line.strip() for line in block[1:])])
    text = _LINK.sub(lambda match: f"{match[1]} <{match[2]}>" if match[1] != match[2] else match[2], text)
    text = _CODE.sub(lambda match: match[0].replace(" ", _GLUE), text)
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=first.replace("*", "•"),
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in lines:
        yield _inline(line.replace(_GLUE, " "), style=True)


def _inline(text: str, *, style: bool) -> str:
    return _CODE.sub(lambda match: click.style(match[1], fg="cyan") if style else match[1], text)


def _code(line: str) -> str:
    """A line of a program; its comment stands back, what marks a finding does not."""
    match = _MARKED.fullmatch(line)
    assert match is not None
    code, comment = match[1], match[2] or ""
    if not comment or code.count('"') % 2 or code.count("'") % 2:
        return line
    if comment.startswith("# error:"):
        return code + click.style(comment, fg="red")
    return code + click.style(comment, dim=True)
