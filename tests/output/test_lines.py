"""The formats of lines: nothing in a name or text makes another line, command or property."""

import json as standard
import re
from urllib.parse import unquote

import pytest

from asynclint.output import azure, github, grouped, json_lines, pylint
from tests.output.samples import ATTACK, DIRECT, FIXED, HOSTILE, THROUGH_CALLS, view

GITHUB = re.compile(r"::(?P<command>\w+) (?P<properties>.*?)::(?P<text>.*)")
AZURE = re.compile(r"##vso\[(?P<command>[\w.]+) (?P<properties>[^\]]*)\](?P<text>.*)")


def github_command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it."""
    match = GITHUB.fullmatch(line)
    assert match
    properties = dict(pair.split("=", 1) for pair in match["properties"].split(","))
    return match["command"], {key: unquote(value) for key, value in properties.items()}, unquote(match["text"])


def azure_command(line: str) -> tuple[str, dict[str, str], str]:
    """A logging command as the agent reads it."""
    match = AZURE.fullmatch(line)
    assert match

    def plain(text: str) -> str:
        for code, char in {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]", "%AZP25": "%"}.items():
            text = text.replace(code, char)
        return text

    properties = dict(pair.split("=", 1) for pair in match["properties"].split(";") if pair)
    return match["command"], {key: plain(value) for key, value in properties.items()}, plain(match["text"])


def test_github() -> None:
    """One command a finding, with its place and the way onto the loop."""
    lines = "".join(github.render([THROUGH_CALLS, FIXED], view())).splitlines()
    command, properties, text = github_command(lines[0])
    assert command == "error"
    assert properties == {
        "title": "AL101 blocking-sleep",
        "file": "p/low.py",
        "line": "4",
        "endLine": "4",
        "col": "5",
        "endColumn": "18",
    }
    assert text.splitlines() == ["`time.sleep` waits", "p/high.py:4:5 f → low.wait", "p/low.py:4:5 wait → time.sleep"]


def test_github_cannot_be_broken_out_of() -> None:
    """The runner sees one command whose file is the whole name."""
    (line,) = re.split(r"[\r\n]+", "".join(github.render([ATTACK], view())).rstrip("\n"))
    command, properties, _ = github_command(line)
    assert command == "error"
    assert set(properties) == {"title", "file", "line", "endLine", "col", "endColumn"}
    assert properties["file"] == f"{HOSTILE}.py"


def test_azure() -> None:
    """One command a finding."""
    (line,) = "".join(azure.render([DIRECT], view())).splitlines()
    command, properties, text = azure_command(line)
    assert command == "task.logissue"
    assert properties == {
        "type": "error",
        "sourcepath": "p/low.py",
        "linenumber": "4",
        "columnnumber": "5",
        "code": "AL101",
    }
    assert text == "[blocking-sleep] `time.sleep` waits"


def test_azure_cannot_be_broken_out_of() -> None:
    """The agent sees one command whose path is the whole name."""
    (line,) = re.split(r"[\r\n]+", "".join(azure.render([ATTACK], view())).rstrip("\n"))
    command, properties, _ = azure_command(line)
    assert command == "task.logissue"
    assert set(properties) == {"type", "sourcepath", "linenumber", "columnnumber", "code"}
    assert properties["sourcepath"] == f"{HOSTILE}.py"


def test_json_lines() -> None:
    """One object a line, whatever it holds."""
    lines = "".join(json_lines.render([ATTACK, DIRECT], view())).split("\n")
    assert [standard.loads(line)["code"] for line in lines[:-1]] == ["AL101", "AL101"]
    assert lines[-1] == ""


def test_pylint() -> None:
    """As Pylint's parseable format."""
    assert "".join(pylint.render([DIRECT], view())) == "p/low.py:4: [AL101] `time.sleep` waits\n"


def test_grouped() -> None:
    """A block a file, flush at the colon."""
    assert "".join(grouped.render([DIRECT, THROUGH_CALLS, FIXED], view())) == (
        "p/low.py:\n"
        "  4:5 AL101 [blocking-sleep] `time.sleep` waits\n"
        "  4:5 AL101 [blocking-sleep] `time.sleep` waits\n"
        "\n"
        "/elsewhere/c.py:\n"
        "  1:1 AL203 [coroutine-in-condition] always true\n"
        "\n"
    )


@pytest.mark.parametrize("output", [pylint, grouped])
def test_hostile_texts_stay_on_their_line(output: object) -> None:
    """Every line end and control character of a text is written as an escape."""
    text = "".join(output.render([ATTACK], view()))  # type: ignore[attr-defined]
    assert all(line.isprintable() for line in text.split("\n"))
    assert len(text.rstrip("\n").split("\n")) == (2 if output is grouped else 1)
