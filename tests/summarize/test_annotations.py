"""Annotations are expressions of which nothing runs."""

import pytest

from asynclint.model.summary import UNKNOWN, ExpressionId, FileSummary, Op
from tests.summarize.summaries import function, summary


def text(of: FileSummary, expression: ExpressionId) -> str:
    """A type expression as the source would spell it."""
    row = of.expressions[expression]
    match row[0]:
        case Op.NAME:
            return str(row[1])
        case Op.ATTRIBUTE:
            return f"{text(of, row[1])}.{row[2]}"
        case Op.SUBSCRIPT:
            return f"{text(of, row[1])}[{text(of, row[2])}]"
        case Op.UNION:
            return " | ".join(text(of, part) for part in row[1:])
        case Op.TUPLE:
            return ", ".join(text(of, part) for part in row[1:])
        case Op.LIST:
            return f"[{', '.join(text(of, part) for part in row[1:])}]"
        case Op.STARRED:
            return f"*{text(of, row[1])}"
        case Op.CONSTANT:
            return "None" if row[1] == "None" else f"<{row[1]}>"
        case _:
            return "?"


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("int", "int"),
        ("a.b.C", "a.b.C"),
        ("'a.C'", "a.C"),
        ("list['C']", "list[C]"),
        ("'list[\"C\"]'", "list[C]"),
        ("A | None", "A | None"),
        ("dict[str, A]", "dict[str, A]"),
        ("Callable[[int], A]", "Callable[[int], A]"),
        ("Callable[..., A]", "Callable[<ellipsis>, A]"),
        ("tuple[*Ts]", "tuple[*Ts]"),
        ("' A '", "A"),
        ("'not a type'", "?"),
        ("f()", "?"),
        ("A + B", "?"),
    ],
)
def test_annotation(annotation: str, expected: str) -> None:
    """Quoted parts are read as if they were not quoted; what cannot be a type is not known."""
    found = summary(f"def f(a: {annotation}) -> {annotation}: ...\n")
    row = function(found, "f")
    assert text(found, row.parameters[0].annotation) == expected
    assert text(found, row.annotation) == expected


def test_nothing_runs() -> None:
    """What looks like a call or an attribute in an annotation is neither a call site nor a read."""
    found = summary("def f(a: b.C, d: e()) -> g.h: ...\n")
    assert found.calls == []
    assert found.attribute_reads == []


def test_no_annotation() -> None:
    """Where there is none, nothing is known."""
    row = function(summary("def f(a): ...\n"), "f")
    assert row.annotation == row.parameters[0].annotation == UNKNOWN
