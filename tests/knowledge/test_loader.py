"""Knowledge files are read strictly, and what is wrong is named by file, table and key."""

from pathlib import Path

import pytest

from asynclint.knowledge.loader import expand, load
from asynclint.knowledge.schema import ClassRow, Fact
from asynclint.model.effects import Blocking, Confidence
from asynclint.model.places import Place
from asynclint.model.problems import UsageError

HEADER = """
[header]
distribution = "lib"
versions = "1"
source = "https://example.org"
modules = ["lib"]
"""


def written(folder: Path, text: str) -> Path:
    """A knowledge file with a good header and some tables."""
    path = folder / "lib.toml"
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def complaint(path: Path) -> str:
    """What is said of a bad file; it is one sentence, and begins with the path of the file."""
    with pytest.raises(UsageError) as raised:
        load(path)
    text = str(raised.value)
    assert text.startswith(f"{path}: ")
    assert "\n" not in text
    return text.removeprefix(f"{path}: ")


def test_load(tmp_path: Path) -> None:
    """All that a file says is there, in types."""
    file = load(
        written(
            tmp_path,
            """
            [functions]
            "lib.wait" = { blocks = "sleep", unless = ["timeout=0"], replace = { trio = "trio.sleep" } }
            "lib.go" = { is-async = true, hands = { 0 = "thread" }, confidence = "likely" }
            [classes."lib.A"]
            bases = ["lib.B"]
            methods = { "get put" = { returns = "Self" } }
            loop-methods = ["on_*"]
            [names]
            "lib.core.wait" = "lib.wait"
            [values]
            "lib.shared" = "lib.A"
            """,
        )
    )
    assert file.functions["lib.wait"] == Fact(
        blocks=Blocking.SLEEP, unless=("timeout=0",), replace={"trio": "trio.sleep"}
    )
    assert file.functions["lib.go"] == Fact(is_async=True, hands={"0": Place.THREAD}, confidence=Confidence.LIKELY)
    assert file.classes["lib.A"] == ClassRow(
        bases=("lib.B",), methods={"get put": Fact(returns="Self")}, loop_methods=("on_*",)
    )
    assert (file.names, file.values) == ({"lib.core.wait": "lib.wait"}, {"lib.shared": "lib.A"})
    assert file.header.modules == ("lib",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[functions]\n'lib.f' = { blocks = 'nap' }\n", ("functions", "blocks", "nap")),
        ("[functions]\n'lib.f' = { block = 'sleep' }\n", ("functions", "block")),
        ("[functions]\n'lib.f' = { unless = 'x' }\n", ("functions", "unless", "array")),
        ("[functions]\n'lib.f' = 1\n", ("functions", "object")),
        ("[functions]\n'lib.f' = { hands = { 0 = 'moon' } }\n", ("functions", "hands", "moon")),
        ("[functions]\n'lib.f' = { is_async = true }\n", ("functions", "is_async")),
        ("[classes.'lib.A'.methods]\nm = { blocks = 'nap' }\n", ("classes", "methods", "blocks", "nap")),
        ("[classes.'lib.A']\nbase = []\n", ("classes", "base")),
        ("[classes.'lib.A'.construct]\nblocks = 7\n", ("classes", "construct", "blocks")),
        ("[function]\n", ("function",)),
        ("[functions]\n'lib.f' = { decorates = 'nothing' }\n", ("functions.'lib.f'", "decorates", "nothing", "cached")),
        ("[classes.'lib.A'.methods]\nm = { decorates = 'x' }\n", ("classes.'lib.A'.methods.'m'", "decorates")),
        ("[classes.'lib.A'.properties]\np = { decorates = 'x' }\n", ("classes.'lib.A'.properties.'p'", "decorates")),
        ("[classes.'lib.A'.entering]\ndecorates = 'x'\n", ("classes.'lib.A'.entering", "decorates")),
        ("[functions]\n'lib.f' = { unless = ['a b'] }\n", ("functions.'lib.f'", "`a b`", "condition")),
        ("[functions]\n'lib.f' = { only-if = ['='] }\n", ("functions.'lib.f'", "`=`", "condition")),
        ("[functions]\n'lib.f' = { keeps-unless = [''] }\n", ("functions.'lib.f'", "condition")),
        ("[functions]\n'lib.f' = { unless = ['a and'] }\n", ("functions.'lib.f'", "`a and`")),
    ],
)
def test_bad_key(tmp_path: Path, text: str, parts: tuple[str, ...]) -> None:
    """The message names the table and the key, and says what is wrong with it."""
    message = complaint(written(tmp_path, text))
    missing = [part for part in parts if part not in message]
    assert not missing, message


@pytest.mark.parametrize("key", ["distribution", "versions", "source", "modules"])
def test_header_is_needed(tmp_path: Path, key: str) -> None:
    """A file without a key of its header is told by that key."""
    path = tmp_path / "lib.toml"
    path.write_text("".join(row for row in HEADER.splitlines(keepends=True) if not row.startswith(key)))
    message = complaint(path)
    assert "header" in message
    assert key in message


def test_no_header(tmp_path: Path) -> None:
    """A file without a header is told by that table."""
    path = tmp_path / "lib.toml"
    path.write_text("[functions]\n")
    assert "header" in complaint(path)


def test_bad_toml(tmp_path: Path) -> None:
    """What is no TOML is told with its line."""
    assert "line 8" in complaint(written(tmp_path, "\nx = = 1\n"))


def test_unreadable(tmp_path: Path) -> None:
    """A file that is not there, or that is no text, is told."""
    assert complaint(tmp_path / "missing.toml").startswith("cannot read")
    path = tmp_path / "bad.toml"
    path.write_bytes(b"\xff")
    assert complaint(path).startswith("cannot read")


@pytest.mark.parametrize(
    "condition",
    ["a", "0", "!a", "a=1", "a='x y'", "a!=None", "0:lib.A", "a=1 and b", "0=lib.FLAG"],
)
def test_conditions(tmp_path: Path, condition: str) -> None:
    """Every form of a condition that the schema explains is accepted."""
    file = load(written(tmp_path, f'[functions]\n"lib.f" = {{ unless = ["{condition}"] }}\n'))
    assert file.functions["lib.f"].unless == (condition,)


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("lib.f", ["lib.f"]),
        ("lib.f lib.g", ["lib.f", "lib.g"]),
        ("lib: f g", ["lib.f", "lib.g"]),
        ("lib.sub: f", ["lib.sub.f"]),
    ],
)
def test_expand(key: str, names: list[str]) -> None:
    """A key may stand for several names."""
    assert list(expand(key)) == names
