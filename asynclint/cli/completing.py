"""What a shell offers where a rule is asked for."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem


def complete_rule(ctx: "click.Context", parameter: "click.Parameter", incomplete: str) -> "list[CompletionItem]":
    """The rules whose name or code starts like this; after a comma, where several may stand, the next one."""
    from click.shell_completion import CompletionItem

    from asynclint.engine.registry import discover

    before, comma, word = incomplete.rpartition(",")
    rows = [row for row in discover().rows.values() if row.exists]
    names = [(row.name, row.code) for row in rows] + [(row.code, row.name) for row in rows if word.startswith("AL")]
    return [CompletionItem(f"{before}{comma}{name}", help=other) for name, other in names if name.startswith(word)]
