"""Comments are found as the tokenizer finds them, also where the running one cannot tokenize."""

import io
import tokenize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asynclint.syntax.comments import comments


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in comments(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1  # yes\n", ["# yes"]),
        ("'# no'  # yes\r# again", ["# yes", "# again"]),
        ('"""\n# no\n"""  # yes\n', ["# yes"]),
        ("r'\\'# no' # yes", ["# yes"]),
        ("'a\\\n# no' # yes", ["# yes"]),
        ("b'# no'; Rb'# no'; u'# no'  # yes", ["# yes"]),
        ("x = 'never closed # no\ny  # yes", ["# yes"]),
        ("'''never closed # no\ny # no", []),
        ("f'{x}# no' # yes", ["# yes"]),
        ("f'{x:#x}' # yes", ["# yes"]),
        ("f'{x!r:{width}# no}' # yes", ["# yes"]),
        ("f'{{# no' # yes", ["# yes"]),
        ("f'{x:{{1}}}# no' # yes", ["# yes"]),
        ("f\"{d['#']}\" # yes", ["# yes"]),
        ('f"{d["# no"]}# no" # yes', ["# yes"]),
        ('f"{f"{f"{1}# no"}# no"}# no" # yes', ["# yes"]),
        ('f"""{\n  x  # yes\n}# no""" # too', ["# yes", "# too"]),
        ('t"{d["# no"]}# no" # yes', ["# yes"]),
        ("rf'\\{x}# no' # yes", ["# yes"]),
        ("f'\\N{NUMBER SIGN}# no' # yes", ["# yes"]),
        ("f'{x != y}# no' # yes", ["# yes"]),
        ("f'{(lambda: 1)()}# no' # yes", ["# yes"]),
        ("f'{x:%H:%M}# no' # yes", ["# yes"]),
        ("f'{x['a':'b']:>#3}# no' # yes", ["# yes"]),
        ("if'{# no': pass # yes", ["# yes"]),
        ('x if"{\'" else y # yes', ["# yes"]),
        ("f'never closed {x # no\ny  # yes", ["# no", "# yes"]),
    ],
)
def test_comments(text: str, expected: list[str]) -> None:
    assert found(text) == expected


PIECES = st.sampled_from(
    [
        "x",
        "1",
        " ",
        "\n",
        "#",
        "# c\n",
        "'s'",
        '"#"',
        "'''\n#\n'''",
        '"""#"""',
        "r'\\\\'",
        "b'#'",
        "f'{x}#'",
        "'\\''",
        "\\\n",
    ]
)


@given(st.lists(PIECES).map(" ".join))
def test_as_the_tokenizer_does(text: str) -> None:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return
    assert found(text) == [token.string for token in tokens if token.type == tokenize.COMMENT]
