"""``asynclint rules``."""

import click


@click.command("rules")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="How rules are printed")
def command(output_format: str) -> None:
    """List the rules: code, name, whether it is on by default, its fix, and its other names."""
    from asynclint.cli.console import write
    from asynclint.engine.registry import discover
    from asynclint.output.json import document

    rows = sorted((row for row in discover().rows.values() if row.exists), key=lambda row: row.code)
    if output_format == "json":
        write([f"{document(rows)}\n"], color=False)
        return
    width = max(len(row.name) for row in rows)
    for row in rows:
        fix = "" if row.fixable.value == "no" else f"{row.fixable.value} fix"
        line = f"{row.code}  {row.name:{width}}  {'on ' if row.default else 'off'}  {fix:10}  {', '.join(row.aliases)}"
        write([f"{line.rstrip()}\n"], color=False)
