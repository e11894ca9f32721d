"""Suppression comments become cuts, silence findings, and are counted."""

import pytest
from msgspec.structs import replace

from asynclint.engine import ledger
from asynclint.engine.registry import Registry
from asynclint.engine.suppressions import Suppressions
from asynclint.model.findings import Finding
from asynclint.model.spans import Location
from asynclint.model.summary import FileSummary
from asynclint.model.suppression import Suppression

REGISTRY = Registry(ledger.read(ledger.folder() / "ledger.toml"))
FILE = "/project/a.py"


def comment(tool: str, *codes: str, line: int = 3, target: int | None = None, error: str | None = None) -> Suppression:
    return Suppression(line, target or line, 10, 20, tool, codes, "", target is not None, error)


def suppressions(*comments: Suppression) -> Suppressions:
    summary = FileSummary("", 5, [], [], [], [], [], [], (), None, suppressions=comments)
    return Suppressions(REGISTRY, [(FILE, summary)])


def finding(code: str = "AL101", row: int = 3, last: int = 3) -> Finding:
    place = Location(row, 1)
    return Finding(code, REGISTRY.rows[code].name, "…", FILE, place, place, last, statement_row=row)


@pytest.mark.parametrize(
    ("tool", "words", "codes"),
    [
        ("asynclint", ["blocking-sleep"], {"AL101"}),
        ("asynclint", ["AL101", "ASYNC210"], {"AL101", "AL102"}),
        ("noqa", ["ASYNC251"], {"AL101"}),
        ("noqa", ["E501", "al101"], {"AL101"}),
        ("noqa", ["E501", "blocking-sleep"], set()),
        ("noqa", [], set()),
        ("type", ["truthy-bool", "arg-type"], {"AL203"}),
        ("type", ["AL203"], set()),
        ("pyright", ["reportUnusedCoroutine"], {"AL201"}),
        ("ty", ["unused-awaitable"], {"AL201", "AL205"}),
        ("pylint", ["blocking-sleep"], set()),
    ],
)
def test_words_become_canonical_codes(tool: str, words: list[str], codes: set[str]) -> None:
    """Comments of other tools concern us only where they name our codes (noqa) or aliases."""
    expected = {FILE: {3: codes}} if codes else {}
    assert suppressions(comment(tool, *words)).cuts == expected


def test_a_comment_silences_its_statement_and_is_used() -> None:
    """From the first to the last row of the statement, and nothing beyond; only its own rules."""
    one = suppressions(comment("asynclint", "AL101"))
    kept = [finding("AL102"), finding(row=4, last=5), finding(row=1, last=2)]
    assert one.apply([finding(row=2, last=4), *kept], []) == kept
    assert words(one, "AL101") == [(3, {"AL101": "used"})]


def test_a_cut_uses_its_comment() -> None:
    """What the program left out because of a comment counts, though no finding reaches the comment."""
    one = suppressions(comment("asynclint", "AL101"), comment("asynclint", "AL102", line=4))
    assert one.apply([], [(FILE, 3, "AL101"), (FILE, 4, "AL101")]) == []
    assert words(one, "AL101", "AL102") == [(3, {"AL101": "used"}), (4, {"AL102": "unused"})]


def test_a_whole_file_can_be_ignored() -> None:
    """Every row of the file is cut and every finding silenced, for the named rules."""
    one = suppressions(comment("asynclint-file", "AL101"), comment("asynclint", "AL102"))
    both = frozenset({"AL101", "AL102"})
    assert one.cuts == {FILE: {row: both if row == 3 else frozenset({"AL101"}) for row in range(1, 6)}}
    assert one.apply([finding(row=1, last=1), finding("AL301")], []) == [finding("AL301")]
    other = replace(finding(), filename="/project/b.py")
    assert one.apply([other], []) == [other]


def test_a_whole_file_can_be_ignored_for_all_rules() -> None:
    """``ignore-file`` without brackets."""
    one = suppressions(comment("asynclint-file"))
    assert one.apply([finding(), finding("AL301", 1, 1)], []) == []


@pytest.mark.parametrize(
    ("tool", "row"), [("asynclint", 4), ("pylint", 4), ("noqa", 3), ("type", 3), ("ty", 3), ("pyright", 3)]
)
def test_a_comment_alone_on_its_row(tool: str, row: int) -> None:
    """Ours and pylint's are for the next row with code, those of other tools for no row but their own."""
    word = "unused-coroutine" if tool != "noqa" else "AL201"
    assert suppressions(comment(tool, word, target=4)).cuts == {FILE: {row: {"AL201"}}}


def words(one: Suppressions, *ran: str) -> list[tuple[int, dict[str, str]]]:
    """By row of a comment: what became of its words."""
    judged = one.judged(lambda _: frozenset(ran))
    return [(each.suppression.line, {word.spelled: word.state.value for word in each.words}) for each in judged]


def test_each_word_of_a_comment_is_judged() -> None:
    """Used by findings or cuts, unused when its rules ran, unknown; other tools' codes are not our business."""
    one = suppressions(
        comment("asynclint", "AL101", "blocking-http", "AL103", "AL104", "blocking-slep"),
        comment("noqa", "ASYNC210", "AL103", "E501", line=4),
        comment("noqa", "ASYNC210", line=5),
    )
    one.apply([finding()], [(FILE, 3, "AL102")])
    ran = ("AL101", "AL102", "AL103")
    states = {
        "AL101": "used",
        "blocking-http": "used",
        "AL103": "unused",
        "AL104": "unjudged",
        "blocking-slep": "unknown",
    }
    assert words(one, *ran) == [(3, states), (4, {"ASYNC210": "unjudged", "AL103": "unused", "E501": "unjudged"})]
    assert [word.hint for each in one.judged(lambda _: frozenset()) for word in each.words][-1] == "blocking-sleep"
    one.note([finding("AL103"), finding("AL103", 4, 4)], [])
    assert words(one, *ran) == [(3, states | {"AL103": "used"})]


def test_an_alias_of_several_rules_is_used_when_one_of_them_is() -> None:
    """And judged when all of them ran."""
    one = suppressions(comment("asynclint", "unused-awaitable"))
    assert words(one, "AL201") == [(3, {"unused-awaitable": "unjudged"})]
    assert words(one, "AL201", "AL205") == [(3, {"unused-awaitable": "unused"})]
    one.apply([finding("AL205")], [])
    assert words(one, "AL201", "AL205") == [(3, {"unused-awaitable": "used"})]


def test_a_comment_that_is_not_understood_silences_nothing() -> None:
    """And is judged as a whole."""
    one = suppressions(comment("asynclint", "AL101", error="a bracket is missing"))
    assert one.cuts == {}
    assert one.apply([finding()], []) == [finding()]
    assert words(one, "AL101") == [(3, {"AL101": "unjudged"})]
