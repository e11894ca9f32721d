"""``asynclint config``."""

from collections.abc import Iterator
from typing import Any

import click

from asynclint.config.option import Kind, Option
from asynclint.config.options import OPTIONS
from asynclint.model.problems import UsageError

_EXAMPLES = {
    Kind.NUMBER: "4",
    Kind.TEXT: '"text"',
    Kind.PATH: '"some/path"',
    Kind.PATHS: '["tools/asynclint.toml"]',
    Kind.MAPPING: '{"scripts/*" = ["AL1"]}',
    Kind.TABLES: '[{include = ["tests/**"], min-confidence = "certain"}]',
}
_WORDS = {"RULE": '["AL1", "dangling-task"]', "PATTERN": '["vendored"]'}


@click.command("config")
@click.argument("option", required=False)
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How options are printed")
def command(option: str | None, output_format: str) -> None:
    """List the options of configuration and command line, or describe the OPTION."""
    from asynclint.cli.console import write
    from asynclint.config.reader import nearest_word
    from asynclint.output.json import document

    name = option.removeprefix("--") if option is not None else None
    chosen = [one for one in OPTIONS if name in (None, one.name)]
    if not chosen and name is not None:
        raise UsageError(f"there is no option `{name}`{nearest_word(name, [one.name for one in OPTIONS])}")
    if output_format == "json":
        value: Any = {one.name: _fields(one) for one in chosen}
        write([f"{document(value if name is None else value[chosen[0].name])}\n"], color=False)
    else:
        write(["\n".join("".join(_lines(one)) for one in chosen)], color=False)


def _fields(option: Option) -> dict[str, Any]:
    """The fields that ``ruff config`` has, and where an option may be given."""
    return {
        "doc": option.help,
        "default": _default(option),
        "value_type": _type(option),
        "scope": None,
        "example": f"{option.name} = {_example(option)}" if option.in_file else None,
        "deprecated": None,
        "flag": f"--{option.name}" if option.flag else None,
        "environment": option.environment,
    }


def _lines(option: Option) -> Iterator[str]:
    fields = _fields(option)
    yield f"{option.name}\n  {option.help}.\n"
    yield f"  Default: {fields['default'] or 'found out'}\n  Type: {fields['value_type']}\n"
    if fields["flag"]:
        short = f", -{option.short}" if option.short else ""
        negative = f", --{option.negative}" if option.negative else ""
        environment = f"; in the environment: {option.environment}" if option.environment else ""
        yield f"  On the command line: {fields['flag']}{short}{negative}{environment}\n"
    if fields["example"]:
        yield f"  In a configuration file: {fields['example']}\n"


def _default(option: Option) -> str | None:
    from asynclint.cli.showing import toml

    return None if option.default is None else toml(option.default)


def _type(option: Option) -> str:
    return " | ".join(f'"{word}"' for word in option.choices) or option.kind.value


def _example(option: Option) -> str:
    """A value as TOML that is not the default."""
    match option.kind:
        case Kind.BOOLEAN:
            return str(not option.default).lower()
        case Kind.CHOICE:
            return next(f'"{word}"' for word in reversed(option.choices) if word != option.default)
        case Kind.TEXTS:
            return _WORDS.get(option.metavar or "", '["name"]')
        case _:
            return _EXAMPLES[option.kind]
