"""The grammar of suppression comments."""

from pathlib import Path

import pytest

from asynclint.syntax.directives import Directive, directives
from asynclint.syntax.source import decode


def read(text: str) -> list[Directive]:
    found = directives(decode(text.encode(), Path("page.py")))
    lines = decode(text.encode(), Path("page.py")).lines
    for one in found:
        assert lines[one.line - 1][one.column : one.end_column] == one.text
        for code in one.spelled:
            assert lines[one.line - 1][code.column : code.end_column] == code.name
    return found


def only(text: str) -> Directive:
    (one,) = read(text)
    return one


@pytest.mark.parametrize(
    ("comment", "tool", "codes", "reason"),
    [
        ("# asynclint: ignore[blocking-call]", "asynclint", ("blocking-call",), ""),
        ("#asynclint:ignore[AL101,AL2]", "asynclint", ("AL101", "AL2"), ""),
        (
            "# asynclint: ignore [AL101 , dangling-task] it is fast",
            "asynclint",
            ("AL101", "dangling-task"),
            "it is fast",
        ),
        ("# asynclint: ignore[AL101] -- see #123", "asynclint", ("AL101",), "see #123"),
        ("# asynclint: ignore[AL101]: why  # note", "asynclint", ("AL101",), "why"),
        ("# asynclint: ignore-file", "asynclint-file", (), ""),
        ("# asynclint: ignore-file[AL1] generated", "asynclint-file", ("AL1",), "generated"),
        ("# noqa", "noqa", (), ""),
        ("#NoQA", "noqa", (), ""),
        ("# noqa: E501", "noqa", ("E501",), ""),
        ("# NOQA : E501,F401", "noqa", ("E501", "F401"), ""),
        ("# noqa:E501 F401,, W605 long", "noqa", ("E501", "F401", "W605"), "long"),
        ("# noqa - it is so", "noqa", (), "it is so"),
        ("# type: ignore", "type", (), ""),
        ("# type:ignore[arg-type, misc]", "type", ("arg-type", "misc"), ""),
        ("# pyright: ignore[reportAny]", "pyright", ("reportAny",), ""),
        ("# ty: ignore[x]", "ty", ("x",), ""),
        ("# pylint: disable=a-b, W0212", "pylint", ("a-b", "W0212"), ""),
        ("# pylint:disable = all", "pylint", ("all",), ""),
    ],
)
def test_well_formed(comment: str, tool: str, codes: tuple[str, ...], reason: str) -> None:
    one = only(f"call()  {comment}\n")
    assert (one.tool, one.codes, one.reason, one.error) == (tool, codes, reason, None)
    assert (one.line, one.column, one.own_line) == (1, 8, False)


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("# asynclint: ignore", "Brackets with the rules to ignore are missing"),
        ("# asynclint: ignore because", "Brackets"),
        ("# asynclint: ignore[]", "name no rule"),
        ("# asynclint: ignore[AL101", "closing bracket"),
        ("# asynclint: ignore[AL101 AL102]", "separate several by commas"),
        ("# asynclint: ignore[al_101]", "'al_101' is neither"),
        ("# asynclint ignore[AL101]", "colon"),
        ("# asynclint: disable=AL101", "knows no comment 'disable'"),
        ("# asynclint:", "Nothing to do"),
        ("# noqa:", "names no code"),
        ("# noqa: because", "names no code"),
    ],
)
def test_malformed(comment: str, words: str) -> None:
    one = only(comment)
    assert one.error is not None
    assert words in one.error


@pytest.mark.parametrize(
    "text",
    [
        "x = '# noqa'",
        '"""\n# asynclint: ignore[AL101]\n"""',
        "f'{x:# noqa}'",
        "# a comment about noqa and asynclint",
        "# asynclint finds this",
        "# noqa-like",
        "# noqaE501",
        "# type: List[int]",
        "# type: ignored",
        "# pylint: enable=x",
        "# ruff: noqa",
        "asynclint = noqa",
    ],
)
def test_none(text: str) -> None:
    assert read(text) == []


def test_several_in_one_comment() -> None:
    found = read("é = 1  # type: ignore[x] odd  # noqa: AL1  #asynclint: ignore[AL2] so\n")
    assert [(one.tool, one.codes, one.reason) for one in found] == [
        ("type", ("x",), "odd"),
        ("noqa", ("AL1",), ""),
        ("asynclint", ("AL2",), "so"),
    ]
    assert [one.column for one in found] == [7, 30, 43]


def test_lines_and_columns() -> None:
    found = read("a\r\n  # noqa\rx = '€'  # noqa\x0c\n\u2028\n# noqa")
    assert [(one.line, one.column, one.own_line) for one in found] == [(2, 2, True), (3, 9, False), (5, 0, True)]


def test_a_file_that_does_not_parse() -> None:
    assert [one.line for one in read("def (:\n  # noqa\n'open\nprint 1  # noqa\n")] == [2, 4]


def test_newest_syntax() -> None:
    assert [one.line for one in read('x = f"{d["#noqa"]}"\ntype X = int  # noqa\nt"{a!r:{b["# noqa"]}}"\n')] == [2]
