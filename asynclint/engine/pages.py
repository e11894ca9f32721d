"""The pages of rules, from the ledger and from the docstrings of their classes."""

from inspect import cleandoc

from asynclint.engine.registry import Registry
from asynclint.model.pages import RulePage


def page(registry: Registry, code: str) -> RulePage:
    """The page of a rule that the registry knows."""
    row = registry.rows[code]
    rule = registry.classes.get(code)
    explanation = cleandoc(rule.__doc__ or "") if rule is not None else ""
    return RulePage(
        code=code,
        name=row.name,
        aliases=row.aliases,
        default=row.default,
        fixable=row.fixable.value,
        since=row.since,
        state=row.state.value,
        summary=" ".join(explanation.partition("\n\n")[0].split()),
        explanation=explanation,
    )
