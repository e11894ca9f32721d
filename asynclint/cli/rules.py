"""``asynclint rules``."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from asynclint.model.pages import RulePage


@click.command("rules")
@click.option(
    "--output-format", type=click.Choice(["text", "json", "markdown"]), default="text", help="How rules are printed"
)
def command(output_format: str) -> None:
    """List the rules: code, name, whether it is on by default, its fix, and its other names."""
    from asynclint.cli.console import write
    from asynclint.engine.pages import page
    from asynclint.engine.registry import discover
    from asynclint.output.json import document

    registry = discover()
    codes = sorted(code for code, row in registry.rows.items() if row.exists)
    pages = [page(registry, code) for code in codes]
    if output_format == "json":
        write([f"{document([_fields(one) for one in pages])}\n"], color=False)
    else:
        write((_table if output_format == "markdown" else _lines)(pages), color=False)


def _fields(page: "RulePage") -> dict[str, object]:
    names = ("code", "name", "aliases", "default", "fixable", "since", "state", "summary")
    return {name: getattr(page, name) for name in names}


def _lines(pages: "Sequence[RulePage]") -> Iterator[str]:
    width = max(len(page.name) for page in pages)
    for page in pages:
        default = "on " if page.default else "off"
        fix = "" if page.fixable == "no" else f"{page.fixable} fix"
        yield f"{page.code}  {page.name:{width}}  {default}  {fix:10}  {', '.join(page.aliases)}".rstrip() + "\n"


def _table(pages: "Sequence[RulePage]") -> Iterator[str]:
    titles = ("code", "name", "what it reports", "on", "fix", "since", "same as")
    yield _table_row(titles) + _table_row(["---"] * len(titles))
    for page in pages:
        yield _table_row(
            (
                page.code,
                page.name,
                page.summary,
                "yes" if page.default else "no",
                "" if page.fixable == "no" else page.fixable,
                page.since or page.state,
                ", ".join(page.aliases),
            )
        )


def _table_row(cells: Sequence[str]) -> str:
    written = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(written)} |\n"
