"""The summary of a job in Markdown."""

import html
import re
from itertools import pairwise

import msgspec
import pytest

from asynclint.model.findings import Finding
from asynclint.output import markdown
from tests.output.samples import ATTACK, DIRECT, FIXED, HOSTILE, THROUGH_CALLS, view

TAGS = r"</?(?:code|details|summary)>|<br>"
BAR = r"(?<!\\)\|"


def shown(*findings: Finding) -> str:
    return "".join(markdown.render(findings, view()))


def plain(text: str) -> str:
    """What a reader sees of a text."""
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", re.sub(TAGS, "", text)))


def test_nothing_found() -> None:
    """A summary says so."""
    assert shown() == "### asynclint: nothing found\n"


def test_summary() -> None:
    """Counts first, then each file with its findings."""
    assert shown(DIRECT, DIRECT, FIXED).splitlines() == [
        "### asynclint: 3 errors in 2 files",
        "",
        "| count | rule | |",
        "| ---: | --- | --- |",
        "| 2 | AL101 blocking-sleep | Waits. |",
        "| 1 | AL203 coroutine-in-condition |  |",
        "",
        "#### <code>p/low.py</code>",
        "",
        "| place | rule | finding |",
        "| --- | --- | --- |",
        "| 4:5 | AL101 blocking-sleep | <code>time.sleep</code> waits |",
        "| 4:5 | AL101 blocking-sleep | <code>time.sleep</code> waits |",
        "",
        "#### <code>/elsewhere/c.py</code>",
        "",
        "| place | rule | finding |",
        "| --- | --- | --- |",
        "| 1:1 | AL203 coroutine-in-condition | always true |",
    ]


def test_trace_can_be_unfolded() -> None:
    """The way onto the loop takes no room until it is asked for."""
    assert (
        "<details><summary>how it gets on the loop</summary><code>p/high.py\\:4\\:5 f → low.wait</code><br>"
        in shown(THROUGH_CALLS)
    )


@pytest.mark.parametrize("message", [HOSTILE, HOSTILE.replace("`", ""), f"`{HOSTILE}` and `x`"])
def test_hostile_texts_show_as_they_are(message: str) -> None:
    """No row has another cell, no text has a tag, and readers see what was written."""
    text = shown(msgspec.structs.replace(ATTACK, message=message))
    assert not re.search(r"[<>]", re.sub(TAGS, "", text))
    assert not re.search(r"(?<!\\)[`\[]", text)
    rows = text.splitlines()
    for row in rows:
        if row.startswith("|"):
            assert len(re.findall(BAR, row)) == 4
    heading = next(row for row in rows if row.startswith("#### "))
    expected = HOSTILE.replace("\n", "\\n").replace("\r", "\\r").replace("\x1b", "\\x1b").replace("\x00", "\\x00")
    expected = expected.replace("\udcff", "\\udcff").replace("\u2028", "\\u2028")
    assert plain(heading) == f"#### {expected}.py"


def test_large_reports_are_cut() -> None:
    """What a job's page could not take is counted."""
    files = [msgspec.structs.replace(DIRECT, filename=f"/w/{number:05}.py") for number in range(9000)]
    text = shown(*files)
    assert len(text.encode()) < markdown.LARGEST + 10_000
    assert re.search(r"\n\d+ more are not shown here\.\n$", text)
    numbers = [int(number) for number in re.findall(r"<code>(\d{5})\.py", text)]
    assert all(after == before + 1 for before, after in pairwise(numbers))
