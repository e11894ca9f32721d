"""A summary for people who read a job's page: how often each rule reported, then the findings by file.

The text is GitHub's Markdown; GitLab and others show it, too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from asynclint.model.findings import Finding
from asynclint.output.view import View, printable

FOR_PEOPLE: Final = False

LARGEST: Final = 900_000
"""Bytes after which findings are counted only: GitHub takes summaries of at most 1 MiB."""

_SPECIAL: Final = re.compile(r"[\\`*_\[\]<>&|~!$:@#]")
"""What Markdown reads inside a line; no text of ours starts one."""
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """The summary in pieces."""
    if not findings:
        yield "### asynclint: nothing found\n"
        return
    errors = "1 error" if len(findings) == 1 else f"{len(findings)} errors"
    files = len({finding.filename for finding in findings})
    yield f"### asynclint: {errors} in {files} file{'s' if files > 1 else ''}\n\n"
    yield "| count | rule | |\n| ---: | --- | --- |\n"
    counts = Counter((finding.code, finding.name) for finding in findings)
    for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        page = view.page(code)
        yield f"| {count} | {_text(code)} {_text(name)} | {_text(page.summary) if page else ''} |\n"
    size = shown = 0
    for filename, group in groupby(findings, key=lambda finding: finding.filename):
        block = [f"\n#### {_code(view.repository_path(filename))}\n\n| place | rule | finding |\n| --- | --- | --- |\n"]
        members = list(group)
        block += (_row(finding, view) for finding in members)
        size += sum(len(part.encode("utf-8", "backslashreplace")) for part in block)
        if size > LARGEST:
            break
        shown += len(members)
        yield from block
    if shown < len(findings):
        yield f"\n{len(findings) - shown} more are not shown here.\n"


def _row(finding: Finding, view: View) -> str:
    text = _message(finding.message)
    if steps := view.trace(finding):
        text += f"<details><summary>how it gets on the loop</summary>{'<br>'.join(map(_code, steps))}</details>"
    place = f"{finding.location.row}:{finding.location.column}"
    return f"| {place} | {_text(finding.code)} {_text(finding.name)} | {text} |\n"


def _message(text: str) -> str:
    """A message whose names stand between backticks."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return _text(text)
    return "".join(_code(part) if odd % 2 else _text(part) for odd, part in enumerate(parts) if part)


def _code(text: str) -> str:
    return f"<code>{_text(text)}</code>"


def _text(text: str) -> str:
    """The text such that Markdown and HTML show it as it is, on one line and in one cell."""
    return _SPECIAL.sub(lambda match: _ENTITIES.get(match[0], f"\\{match[0]}"), printable(text))
