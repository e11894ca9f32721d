"""The group of commands, and the small ones."""

import json

import pytest

import asynclint as package
from tests.cli.conftest import Asynclint


def test_no_arguments_show_help(asynclint: Asynclint) -> None:
    """As with ruff, that is help on standard error, and exit code 2."""
    result = asynclint()
    assert result.stderr.startswith("Usage: asynclint")
    assert (result.stdout, result.exit_code) == ("", 2)


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help(asynclint: Asynclint, flag: str) -> None:
    """Help lists the commands."""
    result = asynclint(flag)
    assert result.exit_code == 0
    for command in ("check", "rule", "rules", "why"):
        assert f"  {command} " in result.stdout


def test_help_of_check_lists_every_option(asynclint: Asynclint) -> None:
    """What the table of options has for the command line is in the help text, under its heading."""
    from asynclint.config.options import OPTIONS, Group

    text = asynclint("check", "--help").stdout
    for option in OPTIONS:
        assert (f"--{option.name}" in text) == option.flag, option.name
    for group in Group:
        assert f"\n{group.value}:\n" in text


def test_version(asynclint: Asynclint) -> None:
    """The version is printed as ruff prints its own."""
    assert asynclint("--version").stdout == f"asynclint {package.__version__}\n"


def test_unknown_command(asynclint: Asynclint) -> None:
    """A command that is none ends with exit code 2."""
    result = asynclint("chekc")
    assert "No such command" in result.stderr
    assert result.exit_code == 2


@pytest.mark.parametrize("name", ["blocking-sleep", "AL101", "ASYNC251"])
def test_rule(asynclint: Asynclint, name: str) -> None:
    """A rule is explained by its name, code or alias."""
    result = asynclint("rule", name)
    assert result.stdout.startswith("# blocking-sleep (AL101)\n\nsince 0.1; on by default; ")
    assert result.exit_code == 0


def test_rule_of_the_engine(asynclint: Asynclint) -> None:
    """A rule without a class has a page, too."""
    assert asynclint("rule", "AL000").stdout.startswith("# syntax-error (AL000)\n")


def test_unknown_rule(asynclint: Asynclint) -> None:
    """The nearest name is proposed."""
    result = asynclint("rule", "blocking-slep")
    assert result.stderr == "error: no rule is called `blocking-slep`; did you mean `blocking-sleep`?\n"
    assert result.exit_code == 2


def test_rules(asynclint: Asynclint) -> None:
    """Each written rule has a line, in order of the codes; planned ones have none."""
    lines = asynclint("rules").stdout.splitlines()
    codes = [line.split()[0] for line in lines]
    assert codes == sorted(codes)
    assert "AL101  blocking-sleep" in "\n".join(lines)
    rows = json.loads(asynclint("rules", "--output-format", "json").stdout)
    assert [row["code"] for row in rows] == codes
    assert all(row["state"] != "planned" for row in rows)


@pytest.mark.parametrize("place", ["p/low.py:5", "p/low.py:5:9"])
def test_why(asynclint: Asynclint, place: str) -> None:
    """Every way onto the loop is a trace."""
    result = asynclint("why", place)
    assert result.stdout == (
        "1 way onto an event loop:\n\n  p/high.py:5:5 f → low.wait\n    p/low.py:5:5 wait → time.sleep\n"
    )
    assert result.exit_code == 0


def test_why_nothing(asynclint: Asynclint) -> None:
    """A line without such a call is said to have none."""
    result = asynclint("why", "p/low.py:1")
    assert result.stdout == "No known call on p/low.py:1 gets onto an event loop.\n"
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("p/low.py", "is not FILE:LINE"),
        ("p/low.py:0", "is not FILE:LINE"),
        (":3", "is not FILE:LINE"),
        ("p/nowhere.py:3", "p/nowhere.py: there is no such file"),
    ],
)
def test_why_of_a_wrong_place(asynclint: Asynclint, place: str, message: str) -> None:
    """What is no place is refused with exit code 2."""
    result = asynclint("why", place)
    assert message in result.stderr
    assert result.exit_code == 2
