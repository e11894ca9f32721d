"""``asynclint rule``."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from asynclint.cli.completing import complete_rule
from asynclint.model.problems import UsageError

if TYPE_CHECKING:
    from asynclint.model.pages import RulePage

_WIDEST = 100


@click.command("rule")
@click.argument("name", required=False, shell_complete=complete_rule)
@click.option("--all", "every", is_flag=True, help="Explain all rules")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="How the page is printed (default: text, which is Markdown where it is not for a terminal)",
)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to print in colour")
def command(name: str | None, every: bool, output_format: str, color: str) -> None:
    """Explain the rule that has NAME as its name, code or alias."""
    from asynclint.cli.console import wants_color, write
    from asynclint.engine.pages import page
    from asynclint.engine.registry import discover
    from asynclint.output.json import document

    if (name is None) is not every:
        raise click.UsageError("Give the name of one rule, or --all.")
    registry = discover()
    existing = frozenset(code for code, row in registry.rows.items() if row.exists)
    codes = existing if name is None else registry.named(name)
    if not codes and name is not None:
        near = registry.nearest(name)
        raise UsageError(f"no rule is called `{name}`" + (f"; did you mean `{near}`?" if near else ""))
    pages = [page(registry, code) for code in sorted(codes)]
    if output_format == "json":
        write([f"{document(pages if every or len(pages) > 1 else pages[0])}\n"], color=False)
        return
    text = "\n".join(map(markdown, pages))
    if output_format == "text" and wants_color(color):
        write(_typeset(text), color=True)
    else:
        write([text], color=False)


def markdown(page: "RulePage") -> str:
    """The page of a rule with its name and facts before it."""
    facts = [f"since {page.since}" if page.since else page.state]
    facts.append("on by default" if page.default else "off by default")
    facts += [f"fix: {page.fixable}"] if page.fixable != "no" else []
    facts += [f"also known as {', '.join(page.aliases)}"] if page.aliases else []
    head = f"# {page.name} ({page.code})\n\n{'; '.join(facts)}.\n"
    return head + (f"\n{page.explanation}\n" if page.explanation else "")


def _typeset(text: str) -> Iterable[str]:
    from shutil import get_terminal_size

    from asynclint.cli.typography import typeset

    width = max(20, min(_WIDEST, get_terminal_size().columns))
    return (f"{line}\n" for line in typeset(text, width))
