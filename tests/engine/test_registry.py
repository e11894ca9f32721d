"""Rules are found by code, name, alias and prefix, and plug-ins join them."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from asynclint.engine import ledger, registry
from asynclint.engine.registry import Registry, discover
from asynclint.model.problems import UsageError
from asynclint.rule import ProgramRule

REGISTRY = Registry(ledger.read(ledger.folder() / "ledger.toml"))


class Plugin(ProgramRule):
    """A rule of somebody else."""

    code, name, since = "XY001", "no-such-thing", "1.0"


class Thief(ProgramRule):
    """A rule that takes a name of ours."""

    code, name, since = "XY002", "blocking-sleep", "1.0"


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("AL101", {"AL101"}),
        ("al101", {"AL101"}),
        ("blocking-sleep", {"AL101"}),
        ("ASYNC251", {"AL101"}),
        ("unused-awaitable", {"AL201", "AL205"}),
        ("reportUnusedCoroutine", {"AL201"}),
        ("BLOCKING-SLEEP", set()),
        ("AL1", set()),
        ("", set()),
    ],
)
def test_a_word_names_rules(word: str, codes: set[str]) -> None:
    """Codes, names and aliases are found exactly; an alias may be shared."""
    assert REGISTRY.named(word) == codes


def test_an_alias_is_not_a_code_or_name() -> None:
    """Comments of type checkers name aliases only."""
    assert REGISTRY.aliased("truthy-bool") == {"AL203"}
    assert not REGISTRY.aliased("AL203")
    assert not REGISTRY.aliased("al203")
    assert not REGISTRY.aliased("coroutine-in-condition")


def test_prefixes_cover_codes_and_aliases() -> None:
    """``AL1`` is a hundred of ours, ``ASYNC2`` what has an alias there, ``ALL`` everything."""
    assert REGISTRY.covered("AL10") == {f"AL10{digit}" for digit in range(1, 10)}
    assert REGISTRY.covered("ASYNC22") == {"AL104"}
    assert {"AL101", "AL102", "AL104", "AL105", "AL109", "AL115"} == REGISTRY.covered("ASYNC2")
    assert REGISTRY.covered("AL") == REGISTRY.covered("ALL") == set(REGISTRY.rows)
    assert REGISTRY.covered("PT") == {"AL803"}
    assert not REGISTRY.covered("A")
    assert not REGISTRY.covered("AS")
    assert not REGISTRY.covered("AL7777")
    assert not REGISTRY.covered("block")


def test_a_slip_is_answered_with_the_nearest_word() -> None:
    """Names, codes and aliases are all candidates."""
    assert REGISTRY.nearest("blocking-slep") == "blocking-sleep"
    assert REGISTRY.nearest("asnyc251") == "ASYNC251"
    assert REGISTRY.nearest("qqqqqqqq") is None


def entry_point(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("mine", value, registry.PLUGIN_GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda *, group: [point] if group == registry.PLUGIN_GROUP else [])


@pytest.mark.parametrize("value", [f"{__name__}:Plugin", "plugin_module"])
def test_a_plugin_brings_rules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str) -> None:
    """An entry point names a rule, or a module of rules."""
    (tmp_path / "plugin_module.py").write_text(
        "from asynclint.rule import ProgramRule\n"
        "class Other(ProgramRule):\n    code, name, since = 'XY001', 'no-such-thing', '1.0'\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    entry_point(monkeypatch, value)
    found = discover()
    assert found.named("no-such-thing") == {"XY001"}
    assert found.rows["XY001"].default
    assert found.classes["XY001"].name == "no-such-thing"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("no_such_module", r"the rules `no_such_module` of a plug-in cannot be loaded: ModuleNotFoundError"),
        ("os:sep", r"the entry point `os:sep` of a plug-in is neither a rule nor a module of rules"),
        (f"{__name__}:Thief", r"the plug-in rule `.*Thief` takes `blocking-sleep`, which is another rule's"),
    ],
)
def test_a_broken_plugin_is_named(monkeypatch: pytest.MonkeyPatch, value: str, message: str) -> None:
    """People learn which plug-in is wrong."""
    entry_point(monkeypatch, value)
    with pytest.raises(UsageError, match=message):
        discover()


@pytest.mark.parametrize(
    "text", ["[AL101]\nname = 1", "[AL101", "[AL101]\nname='x'\nstate='new'\ndefault=true\nfixable='no'"]
)
def test_a_broken_ledger_is_named(tmp_path: Path, text: str) -> None:
    """The one sentence starts with the file."""
    path = tmp_path / "ledger.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=r"ledger\.toml: not a ledger of rules"):
        ledger.read(path)
