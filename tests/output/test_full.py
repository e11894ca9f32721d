"""The format for people: the place, the source, the way onto the loop."""

import itertools
import re
from textwrap import dedent

import msgspec
import pytest

from asynclint.model.findings import Finding
from asynclint.model.spans import Location
from asynclint.output import full
from tests.output.samples import DIRECT, FIXED, THROUGH_CALLS, view


def shown(finding: Finding, source: str) -> str:
    return "".join(full.render([finding], view({finding.filename: source})))


def at(row: int, column: int, end_row: int, end_column: int) -> Finding:
    return msgspec.structs.replace(DIRECT, location=Location(row, column), end_location=Location(end_row, end_column))


def test_direct_call() -> None:
    """A finding without calls on its way is its heading and its source."""
    assert "".join(full.render([DIRECT], view())) == dedent("""\
        p/low.py:4:5: AL101 [blocking-sleep] `time.sleep` waits
          |
        3 | def wait():
        4 |     time.sleep(1)  # zzz
          |     ^^^^^^^^^^^^^
          |

        """)


def test_calls_on_the_way() -> None:
    """The trace reads from the loop to the call, each step deeper, and the number of ways leads to `asynclint why`."""
    text = "".join(full.render([THROUGH_CALLS], view()))
    assert text.endswith(
        "  = how it gets on the loop:\n"
        "    p/high.py:4:5 f → low.wait\n"
        "      p/low.py:4:5 wait → time.sleep\n"
        "  = 3 calls lead here; `asynclint why p/low.py:4` shows every way\n"
        "\n"
    )


def test_way_of_a_value() -> None:
    """What does not block is followed from where it comes from to where it is used."""
    finding = msgspec.structs.replace(THROUGH_CALLS, blocks=None)
    assert "  = where it comes from, and where it goes:\n" in "".join(full.render([finding], view()))


def test_blocks_are_apart() -> None:
    """An empty line ends each finding, and nothing else does."""
    text = "".join(full.render([DIRECT, THROUGH_CALLS, FIXED], view()))
    assert len(text.rstrip("\n").split("\n\n")) == 3


def test_file_elsewhere_is_named_in_full() -> None:
    """Only files below the working directory have relative names."""
    assert shown(FIXED, "abc").startswith("/elsewhere/c.py:1:1: AL203")


@pytest.mark.parametrize("source", ["", "one line\n"])
def test_source_that_is_gone(source: str) -> None:
    """A file that became shorter has no excerpt; the heading stays."""
    assert shown(DIRECT, source) == "p/low.py:4:5: AL101 [blocking-sleep] `time.sleep` waits\n\n"


def marked(finding: Finding, source: str) -> list[tuple[str, str]]:
    """Each underlined row with its underline, both without the gutter."""
    rows = [line.partition("| ")[2] for line in shown(finding, source).splitlines()[2:]]
    return [(above, line) for above, line in itertools.pairwise(rows) if re.fullmatch(r" *\^+", line)]


def test_several_rows_are_underlined() -> None:
    """A call over several rows is underlined as a whole, without its indentation."""
    source = "x = call(\n    a,\n    b)\n"
    assert marked(at(1, 5, 3, 7), source) == [
        ("x = call(", "    ^^^^^"),
        ("    a,", "    ^^"),
        ("    b)", "    ^^"),
    ]


def test_very_long_finding_is_shown_by_its_first_row() -> None:
    """Twenty rows of source would hide the message."""
    source = "x = call(\n" + "    a,\n" * 20 + ")\n"
    assert marked(at(1, 5, 22, 2), source) == [("x = call(", "    ^^^^^")]


@pytest.mark.parametrize(
    ("source", "column", "end", "row"),
    [
        ("\tf()", 2, 5, ("    f()", "    ^^^")),
        ("'é'; f()", 6, 9, ("'é'; f()", "     ^^^")),
        ("'日本'; f()", 7, 10, ("'日本'; f()", "        ^^^")),
        ("'e\u0301'; f()", 7, 10, ("'e\u0301'; f()", "     ^^^")),
        ("'\x1b[31m'; f()", 10, 13, ("'·[31m'; f()", "         ^^^")),
        ("\xa0f()", 2, 5, ("·f()", " ^^^")),
    ],
)
def test_carets_stand_under_the_code(source: str, column: int, end: int, row: tuple[str, str]) -> None:
    """Tabs, wide, combining and control characters keep the underline in its place, and reach no terminal."""
    assert marked(at(1, column, 1, end), source) == [row]


def test_empty_range_has_one_caret() -> None:
    """A place between two characters is shown, too."""
    assert marked(at(1, 2, 1, 2), "abc") == [("abc", " ^")]


def test_hostile_names_stay_on_their_line() -> None:
    """A file name or message with line ends and escape sequences prints none of them."""
    hostile = msgspec.structs.replace(DIRECT, filename="/w/a\n\x1b[2Jb.py", message="x\r\ny\udcff")
    heading = next(iter(full.render([hostile], view()))).split("\n")[0]
    assert heading == "a\\n\\x1b[2Jb.py:4:5: AL101 [blocking-sleep] x\\r\\ny\\udcff"


def test_colour_changes_nothing_else() -> None:
    """Without its escape sequences the coloured text is the plain one."""
    colored = "".join(full.render([THROUGH_CALLS], view(color=True)))
    plain = "".join(full.render([THROUGH_CALLS], view()))
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
