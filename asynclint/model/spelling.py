"""Expressions of a summary as people would read them aloud."""

from asynclint.model.summary import FileSummary, Op

_LONGEST = 60


def spell(summary: FileSummary, expression: int) -> str:
    """Names, attributes and calls as the source has them, the rest as ``…``; long texts lose their start."""
    text = _spell(summary, expression)
    return text if len(text) <= _LONGEST else "…" + text[-_LONGEST:]


def _spell(summary: FileSummary, expression: int) -> str:
    row = summary.expressions[expression]
    match row[0]:
        case Op.NAME:
            return str(row[1])
        case Op.ATTRIBUTE:
            return f"{_spell(summary, row[1])}.{row[2]}"
        case Op.CALL:
            call = summary.calls[row[1]]
            inner = "…" if call.arguments or call.keywords else ""
            return f"{_spell(summary, call.callee)}({inner})"
        case Op.AWAIT:
            return f"(await {_spell(summary, row[1])})"
        case Op.SUBSCRIPT:
            return f"{_spell(summary, row[1])}[…]"
        case _:
            return "…"
