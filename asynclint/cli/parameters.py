"""Click parameters made from the table of options, and their values as a configuration would write them."""

from collections.abc import Callable, Sequence
from typing import Any

import click
from click.core import ParameterSource

from asynclint.cli.completing import complete_rule
from asynclint.config.option import Group, Kind, Option
from asynclint.config.options import OPTIONS


class GroupedCommand(click.Command):
    """Lists its options in the help text under the headings of the table."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give ``--option`` its value if it stands without one, so that it does not take the next argument."""
        bare = {f"--{option.name}": option.bare for option in OPTIONS if option.bare is not None}
        end = args.index("--") if "--" in args else len(args)
        whole = [f"{word}={bare[word]}" if word in bare else word for word in args[:end]]
        return super().parse_args(ctx, whole + args[end:])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        groups = {option.field: option.group for option in OPTIONS}
        for group in Group:
            records = [
                record
                for parameter in self.get_params(ctx)
                if isinstance(parameter, click.Option)
                and groups.get(parameter.name or "", Group.GLOBAL) is group
                and (record := parameter.get_help_record(ctx)) is not None
            ]
            if records:
                with formatter.section(group.value):
                    formatter.write_dl(records)


def parameters(wanted: Callable[[Option], bool] = lambda _: True) -> list[click.Parameter]:
    """A parameter for each option that the command line has, or for the ``wanted`` ones of them."""
    return [_parameter(option) for option in OPTIONS if option.flag and wanted(option)]


def given(ctx: click.Context) -> dict[str, object]:
    """The options of configuration that were given on the command line or in the environment, by their name."""
    values: dict[str, object] = {}
    for option in OPTIONS:
        if option.flag and ctx.get_parameter_source(option.field) not in (ParameterSource.DEFAULT, None):
            values[option.name] = _value(option, ctx.params[option.field])
    return values


def _parameter(option: Option) -> click.Option:
    names = [f"--{option.name}"]
    arguments: dict[str, Any] = {"help": option.help, "envvar": option.environment, "default": None}
    match option.kind:
        case Kind.BOOLEAN:
            arguments["default"] = option.default
            if option.negative is not None:
                names[0] += f"/--{option.negative}"
            else:
                arguments["is_flag"] = True
        case Kind.CHOICE:
            arguments["type"] = click.Choice(option.choices)
            if option.default is not None:
                arguments["help"] += f" (default: {option.default})"
        case Kind.NUMBER:
            arguments["type"] = click.IntRange(min=1)
        case Kind.TEXTS | Kind.MAPPING:
            arguments["multiple"] = True
            arguments["default"] = ()
        case Kind.TARGETS:
            arguments["multiple"] = True
            arguments["default"] = ()
            arguments["type"] = _Target()
    if option.metavar == "RULE":
        arguments["shell_complete"] = complete_rule
    if option.metavar is not None:
        arguments["metavar"] = option.metavar
    if option.short is not None:
        names.insert(0, f"-{option.short}")
    return click.Option(names, **arguments)


class _Target(click.types.StringParamType):
    """A file with or without a format; the environment gives one, whose name may hold spaces."""

    name = "target"

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        return [rv] if rv else []


def _value(option: Option, value: Any) -> object:
    """Lists are given as ``--option A,B`` or as several options, tables as ``PATTERN:RULE,PATTERN:RULE``."""
    if option.name == "config":
        return list(value)
    if option.kind is Kind.TEXTS:
        return _words(value)
    if option.kind is Kind.MAPPING:
        table: dict[str, list[str]] = {}
        for item in _words(value):
            pattern, colon, code = item.rpartition(":")
            if not (pattern.strip() and colon and code.strip()):
                raise click.BadParameter(f"{item!r} is not PATTERN:RULE", param_hint=f"--{option.name}")
            table.setdefault(pattern.strip(), []).append(code.strip())
        return table
    return value


def _words(values: Sequence[str]) -> list[str]:
    return [word.strip() for value in values for word in value.split(",") if word.strip()]
