"""The table of options is complete and consistent with what is made of it."""

import msgspec
import pytest

from asynclint.config.option import Kind, Option
from asynclint.config.options import OPTIONS
from asynclint.config.settings import FixChoice, Settings
from asynclint.model.options import RuleOptions


def test_names_are_unique() -> None:
    """No option hides another, by its name or by its short form."""
    names = [word for option in OPTIONS for word in (option.name, option.short, option.negative) if word]
    assert len(names) == len(set(names))


def test_every_setting_is_an_option() -> None:
    """A setting that nobody can set would be dead; the exceptions are what settings are made of."""
    made = {"root", "config_file", "rule_layers", "rule_options", "fixes"}
    fields = {field.name for field in msgspec.structs.fields(Settings)} - made
    assert fields <= {option.field for option in OPTIONS}


def test_every_file_option_reaches_the_settings() -> None:
    """What a configuration file may say is not ignored."""
    merged = {"select", "extend-select", "ignore", "extend-exclude"}
    fields = {field.name for struct in (Settings, RuleOptions, FixChoice) for field in msgspec.structs.fields(struct)}
    assert {option.field for option in OPTIONS if option.in_file and option.name not in merged} <= fields


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_each_option_explains_itself(option: Option) -> None:
    """Every option has a help text, choices where it is a choice, and a default that is one of them."""
    assert option.help
    assert not option.help.endswith(".")
    assert (option.kind is Kind.CHOICE) == bool(option.choices)
    assert option.default is None or not option.choices or option.default in option.choices
