"""Findings and files for the tests of output formats."""

from collections.abc import Mapping
from typing import Final

import msgspec

from asynclint.model.effects import Confidence
from asynclint.model.findings import Applicability, Edit, Entry, Finding, Fix, Step
from asynclint.model.pages import RulePage
from asynclint.model.spans import Location
from asynclint.output.view import View

SOURCE = """\
import time

def wait():
    time.sleep(1)  # zzz
"""

STEPS = (
    Step("/w/p/high.py", Location(4, 5), "f", "low.wait"),
    Step("/w/p/low.py", Location(4, 5), "wait", "time.sleep"),
)

DIRECT = Finding(
    code="AL101",
    name="blocking-sleep",
    message="`time.sleep` waits",
    filename="/w/p/low.py",
    location=Location(4, 5),
    end_location=Location(4, 18),
    noqa_row=4,
)

THROUGH_CALLS = Finding(
    code="AL101",
    name="blocking-sleep",
    message="`time.sleep` waits",
    filename="/w/p/low.py",
    location=Location(4, 5),
    end_location=Location(4, 18),
    noqa_row=4,
    confidence=Confidence.LIKELY,
    blocks="sleep",
    place="coroutine",
    ways_in=3,
    chain=STEPS,
    entries=(Entry("/w/p/high.py", Location(4, 5), "f"),),
)

FIXED = Finding(
    code="AL203",
    name="coroutine-in-condition",
    message="always true",
    filename="/elsewhere/c.py",
    location=Location(1, 1),
    end_location=Location(1, 4),
    noqa_row=1,
    fix=Fix(Applicability.UNSAFE, "await it", (Edit(Location(1, 1), Location(1, 1), "await "),)),
)

HOSTILE: Final = "a\nb\r\n::error::c]]>d\x1b[2J\x00e\udcfff|g`h`i<script>&j,k;l]m%0An[o](p)\u2028q@r"
"""Line ends, commands, markup and characters that are none."""

ATTACK: Final = msgspec.structs.replace(
    THROUGH_CALLS,
    message=HOSTILE,
    filename=f"/w/{HOSTILE}.py",
    function=HOSTILE,
    chain=(Step(f"/w/{HOSTILE}.py", Location(1, 1), HOSTILE, HOSTILE), STEPS[1]),
    fix=Fix(Applicability.SAFE, HOSTILE, (Edit(Location(1, 1), Location(1, 3), HOSTILE),)),
)

PAGE: Final = RulePage(
    "AL101", "blocking-sleep", ("ASYNC251",), True, "no", "0.1", "stable", "Waits.", "Waits.\n\n# More"
)


def page(code: str) -> RulePage | None:
    """Only AL101 has a page here."""
    return PAGE if code == PAGE.code else None


def view(files: Mapping[str, str] | None = None, *, color: bool = False) -> View:
    """A view from the folder ``/w`` on files that exist only here."""
    texts = {"/w/p/low.py": SOURCE} if files is None else files

    def lines(filename: str, first: int, last: int) -> list[str]:
        return texts.get(filename, "").splitlines()[first - 1 : last]

    return View("/w", lines, color, "/w", page)
