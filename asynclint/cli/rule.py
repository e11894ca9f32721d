"""``asynclint rule``."""

import click

from asynclint.model.problems import UsageError


@click.command("rule")
@click.argument("name")
def command(name: str) -> None:
    """Explain the rule that has NAME as its name, code or alias."""
    from inspect import cleandoc

    from asynclint.cli.console import write
    from asynclint.engine.registry import discover

    registry = discover()
    codes = registry.named(name)
    if not codes:
        near = registry.nearest(name)
        raise UsageError(f"no rule is called `{name}`" + (f"; did you mean `{near}`?" if near else ""))
    pages = []
    for code in sorted(codes):
        row = registry.rows[code]
        facts = [f"since {row.since}" if row.since else row.state.value]
        facts.append("on by default" if row.default else "off by default")
        facts += [f"fix: {row.fixable.value}"] if row.fixable.value != "no" else []
        facts += [f"also known as {', '.join(row.aliases)}"] if row.aliases else []
        rule = registry.classes.get(code)
        text = cleandoc(rule.__doc__ or "") if rule is not None else ""
        pages.append(f"# {row.name} ({code})\n\n{'; '.join(facts)}.\n" + (f"\n{text}\n" if text else ""))
    write(["\n".join(pages)], color=False)
