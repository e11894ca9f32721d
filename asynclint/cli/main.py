"""``asynclint``: the group of commands."""

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, Final, NoReturn

import click

import asynclint
from asynclint.cli.console import tell

COMMANDS: Final = {
    "check": "Check files and folders",
    "rule": "Explain a rule",
    "rules": "List the rules",
    "baseline": "Accept what is found now",
    "config": "List the options of configuration",
    "init": "Write a first configuration",
    "clean": "Remove the cache",
    "completion": "Let a shell complete commands, options and rules",
    "why": "Show every way by which a call gets onto an event loop",
}
"""Each command is the object ``command`` of a module of the same name."""

INTERRUPTED: Final = 130


class LazyGroup(click.Group):
    """Loads a command when it is run, and lists commands without loading them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"asynclint.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(asynclint.__version__, "-V", "--version", message="%(prog)s %(version)s", prog_name="asynclint")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """A linter for async Python that follows calls through the whole program."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(2)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code, at once: to free a large program takes as long as to link it.

    Nor is it searched for garbage; what checks more than once in one process starts the collector again.
    """
    gc.disable()
    code = run(arguments)
    with suppress(BrokenPipeError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line. What people did wrong, Ctrl-C and a closed pipe end it without a traceback."""
    try:
        code: Any = cli.main(arguments, prog_name="asynclint", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has enough; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        _explain(error)
        return 2
    return code if isinstance(code, int) else 0


def _explain(error: Exception) -> None:
    """A sentence for what people can mend, a traceback for what they cannot."""
    from asynclint.model.problems import UsageError

    if isinstance(error, UsageError):
        tell("error", str(error))
        return
    import traceback

    traceback.print_exception(error)
    tell("error", "asynclint failed; please report this with the lines above")
