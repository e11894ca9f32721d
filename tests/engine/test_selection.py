"""Selectors are combined as in ruff: the more specific one wins."""

from pathlib import Path

import pytest

from asynclint.engine import ledger
from asynclint.engine.ledger import Row, State
from asynclint.engine.registry import Registry
from asynclint.engine.selection import Selection, Selectors, resolve
from asynclint.model.problems import UsageError
from asynclint.rule import Fixable

REGISTRY = Registry(ledger.read(ledger.folder() / "ledger.toml"))
ROOT = Path("/project")
STABLE = {code for code, row in REGISTRY.rows.items() if row.exists}
BLOCKING = {code for code in STABLE if code.startswith("AL1")}


def select(*layers: Selectors, ignores: dict[str, list[str]] | None = None) -> Selection:
    return resolve(REGISTRY, layers, per_file_ignores=ignores or {}, root=ROOT)


def layer(select: str | None = None, ignore: str = "", extend: str = "") -> Selectors:
    """Selectors from words."""
    return Selectors(None if select is None else tuple(select.split()), tuple(extend.split()), tuple(ignore.split()))


def test_defaults_are_the_written_rules_that_are_on() -> None:
    """Planned rules are in no selection."""
    assert select().codes == {code for code in STABLE if REGISTRY.rows[code].default}


@pytest.mark.parametrize(
    ("layers", "codes"),
    [
        ([layer("AL101")], {"AL101"}),
        ([layer("blocking-sleep ASYNC210")], {"AL101", "AL102"}),
        ([layer("AL1", ignore="AL101")], BLOCKING - {"AL101"}),
        ([layer("AL101", ignore="AL1")], {"AL101"}),
        ([layer("AL101", ignore="ALL")], {"AL101"}),
        ([layer("AL101", ignore="blocking-sleep")], set()),
        ([layer("AL10", ignore="AL1", extend="AL111")], {*(f"AL10{n}" for n in range(1, 10)), "AL111"}),
        ([layer("ALL", ignore="AL")], set()),
        ([layer("AL1"), layer(ignore="AL10")], {code for code in BLOCKING if not code.startswith("AL10")}),
        ([layer("AL1", ignore="AL101"), layer("AL101")], {"AL101"}),
        ([layer("AL101"), layer(extend="AL301")], {"AL101", "AL301"}),
        ([layer("")], set()),
    ],
)
def test_selectors_are_combined(layers: list[Selectors], codes: set[str]) -> None:
    """By specificity within a source; a later source with ``select`` starts anew."""
    assert select(*layers).codes - {"AL000"} == codes


@pytest.mark.parametrize(
    ("layers", "parts"),
    [
        ([layer("ASYNC230 async240")], {"AL105": {"ASYNC230", "ASYNC240"}}),
        ([layer("ASYNC230"), layer("ASYNC232")], {"AL105": {"ASYNC232"}}),
        ([layer("ASYNC230"), layer(extend="ASYNC210")], {"AL105": {"ASYNC230"}, "AL102": {"ASYNC210"}}),
        ([layer("ASYNC105 AL201")], {"AL212": {"ASYNC105"}}),
        ([layer("ASYNC230 AL105")], {}),
        ([layer("ASYNC230 ASYNC23")], {}),
        ([layer(extend="ASYNC230")], {}),
        ([layer("ASYNC230", ignore="AL105")], {}),
        ([layer("AL1")], {}),
    ],
)
def test_rules_that_only_aliases_select(layers: list[Selectors], parts: dict[str, set[str]]) -> None:
    """They are known with these aliases, spelled as the rule does."""
    assert select(*layers).parts == parts


def test_a_file_that_cannot_be_parsed_is_always_told_unless_it_is_ignored() -> None:
    """A run of one rule must not be silent about a file that it could not check."""
    assert "AL000" in select(layer("AL101")).codes
    assert "AL000" not in select(layer("AL101", ignore="syntax-error")).codes


def test_an_unknown_selector_is_refused_with_the_nearest_known() -> None:
    """Also in ``ignore`` and in the ignores of files."""
    with pytest.raises(UsageError, match=r"^no rule, alias or prefix is called `blocking-slep`; did you mean `blocki"):
        select(layer("blocking-slep"))
    with pytest.raises(UsageError, match=r"`E501`"):
        select(layer(ignore="E501"))
    with pytest.raises(UsageError, match=r"`E501`"):
        select(ignores={"tests/*": ["E501"]})


def test_who_selects_a_planned_rule_is_told() -> None:
    """By code, name, alias or a prefix without any written rule; wider prefixes and ``ALL`` say nothing."""
    rows = [
        Row(name="here", state=State.STABLE, default=True, fixable=Fixable.NO, aliases=("shared",), code="XX101"),
        Row(name="to-come", state=State.PLANNED, default=True, fixable=Fixable.NO, aliases=("shared",), code="XX201"),
    ]
    registry = Registry(rows)

    def told(words: str) -> tuple[str, ...]:
        return resolve(registry, [layer(words)], per_file_ignores={}, root=ROOT).warnings

    assert told("XX201 XX101") == ("`XX201` selects nothing: planned, but not written yet: XX201 to-come",)
    assert len(told("to-come XX2")) == 2
    assert not told("ALL XX here shared")


def test_files_have_exceptions() -> None:
    """Patterns are those of .gitignore, relative to the root; ``!`` inverts one."""
    selection = select(ignores={"tests/**": ["AL1"], "conftest.py": ["ALL"], "!app/": ["dangling-task"]})
    assert not selection.for_path("/project/tests/deep/test_a.py") & BLOCKING
    assert "AL201" in selection.for_path("/project/tests/test_a.py")
    assert not selection.for_path("/project/app/conftest.py")
    assert "AL301" in selection.for_path("/project/app/main.py")
    assert "AL301" not in selection.for_path("/project/tools/main.py")
    assert "AL101" in selection.for_path("/project/tools/main.py")
    assert selection.for_path("/elsewhere/conftest.py") == selection.codes
    assert "AL101" in selection.codes
