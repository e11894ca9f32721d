"""The group of commands, and the small ones."""

import json
import os
import re
from pathlib import Path

import pytest

import asynclint as package
from asynclint.cli.main import COMMANDS
from asynclint.config.option import Option
from asynclint.config.options import OPTIONS
from asynclint.config.reader import pair
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
    for command in COMMANDS:
        assert f"  {command} " in result.stdout


def test_help_of_check_lists_every_option(asynclint: Asynclint) -> None:
    """What the table of options has for the command line is in the help text, under its heading."""
    from asynclint.config.option import Group
    from asynclint.config.options import OPTIONS

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


def test_rules_as_data(asynclint: Asynclint) -> None:
    """Everything that the ledger knows, and what a rule reports in a sentence."""
    rows = json.loads(asynclint("rules", "--output-format", "json").stdout)
    (row,) = (row for row in rows if row["name"] == "dangling-task")
    assert row == {
        "code": "AL301",
        "name": "dangling-task",
        "aliases": ["ASYNC300", "RUF006"],
        "default": True,
        "fixable": "unsafe",
        "since": "0.1",
        "state": "stable",
        "summary": "Reports a task to which nothing keeps a reference.",
    }
    table = asynclint("rules", "--output-format", "markdown").stdout.splitlines()
    assert len(table) == len(rows) + 2
    assert all(line.startswith("| ") and line.count(" | ") == 6 for line in table)


def test_rule_as_data(asynclint: Asynclint) -> None:
    """One object for one rule, a list for all; the page is Markdown."""
    one = json.loads(asynclint("rule", "dangling-task", "--output-format", "json").stdout)
    assert one["explanation"].startswith("Reports a task")
    every = json.loads(asynclint("rule", "--all", "--output-format", "json").stdout)
    assert one in every
    codes = [row["code"] for row in json.loads(asynclint("rules", "--output-format", "json").stdout)]
    assert [page["code"] for page in every] == codes


def test_rule_for_a_terminal(asynclint: Asynclint) -> None:
    """With colours the page is typeset; without its styles it has every word of the Markdown, and no marks of it."""
    shown = asynclint("rule", "dangling-task", "--color", "always").stdout
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "\x1b[" in shown
    assert "```" not in plain
    assert not any(line.startswith("#") for line in plain.splitlines())
    page = asynclint("rule", "dangling-task", "--output-format", "markdown").stdout
    assert page == asynclint("rule", "dangling-task").stdout
    assert sorted(re.findall(r"\w+", plain)) == sorted(re.findall(r"\w+", re.sub(r"```(python|toml)?", "", page)))


@pytest.mark.parametrize("arguments", [(), ("dangling-task", "--all")])
def test_rule_is_one_or_all(asynclint: Asynclint, arguments: tuple[str, ...]) -> None:
    """Neither none nor both."""
    result = asynclint("rule", *arguments)
    assert (result.exit_code, "or --all" in result.stderr) == (2, True)


def test_config(asynclint: Asynclint) -> None:
    """Every option with its text, type and default."""
    text = asynclint("config").stdout
    table = json.loads(asynclint("config", "--output-format", "json").stdout)
    assert list(table) == [option.name for option in OPTIONS]
    for option in OPTIONS:
        assert f"\n{option.name}\n  {option.help}.\n" in f"\n{text}"
        assert table[option.name]["doc"] == option.help
    assert table["select"]["flag"] == "--select"
    assert table["min-confidence"]["default"] == '"likely"'


@pytest.mark.parametrize("option", [option for option in OPTIONS if option.in_file], ids=lambda option: option.name)
def test_examples_of_config_are_valid(asynclint: Asynclint, option: Option) -> None:
    """What is shown for a configuration file can stand in one."""
    example = json.loads(asynclint("config", option.name, "--output-format", "json").stdout)["example"]
    assert pair(example).keys() == {option.name}


def test_config_of_an_unknown_option(asynclint: Asynclint) -> None:
    """The nearest one is proposed; dashes before a name do not matter."""
    assert asynclint("config", "--", "--select").stdout == asynclint("config", "select").stdout
    result = asynclint("config", "selct")
    assert (result.stderr, result.exit_code) == ("error: there is no option `selct`; did you mean `select`?\n", 2)


def test_clean(asynclint: Asynclint, project: Path) -> None:
    """The project's cache goes, and so do those below; nothing else does."""
    asynclint("check")
    (project / "p" / ".asynclint_cache").mkdir()
    (project / "p" / ".asynclint_cache" / "mine").write_text("")
    asynclint("check", "--cache-dir", "other")
    asynclint("check", "--cache-dir", "p/deep/.asynclint_cache")
    (project / "other" / "mine").write_text("")
    result = asynclint("clean")
    assert result.stdout.count("Removed the cache in ") == 2
    assert not (project / ".asynclint_cache").exists()
    assert not (project / "p/deep/.asynclint_cache").exists()
    assert (project / "p/.asynclint_cache/mine").exists()
    assert (project / "other/CACHEDIR.TAG").exists()
    assert asynclint("clean", "--cache-dir", "other").stdout == f"Removed the cache in {project}/other\n"
    assert os.listdir(project / "other") == ["mine"]
    assert asynclint("clean").stdout == ""


def test_init(asynclint: Asynclint, project: Path) -> None:
    """A first configuration goes to the end of pyproject.toml, names the frameworks, and is valid."""
    (project / "pyproject.toml").write_bytes(b'[project]\r\nname = "p"')
    (project / "p" / "site.py").write_text("import asyncio.queues\nimport tornado.web\nfrom trio import sleep\n")
    result = asynclint("init")
    assert result.stdout == (
        f"Wrote a first configuration to {project}/pyproject.toml\nFound here: asyncio, tornado, trio\n"
    )
    text = (project / "pyproject.toml").read_bytes().decode()
    assert text.startswith('[project]\r\nname = "p"\r\n\r\n[tool.asynclint]\r\n# Found here: asyncio, tornado, trio.')
    assert "\n" not in text.replace("\r\n", "")
    assert asynclint("check", "--show-settings").exit_code == 0


def test_init_without_a_project_file(asynclint: Asynclint, project: Path) -> None:
    """Then it is asynclint.toml."""
    (project / "pyproject.toml").unlink()
    assert asynclint("init").stdout.endswith("asynclint.toml\nFound here: no async framework\n")
    assert asynclint("check", "--show-settings").stdout.startswith(
        f"# Settings of the project {project}, from {project}/asynclint.toml"
    )


@pytest.mark.parametrize("before", [b"[tool.asynclint]\n", b"tool = {}\n", b"[project]\nname = '\xff'\n"])
def test_init_never_overwrites(asynclint: Asynclint, project: Path, before: bytes) -> None:
    """A configuration that is there stays, and so does a file that cannot take another table."""
    (project / "pyproject.toml").write_bytes(before)
    result = asynclint("init")
    assert (result.exit_code, "not changed" in result.stderr) == (2, True)
    assert (project / "pyproject.toml").read_bytes() == before


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(asynclint: Asynclint, shell: str) -> None:
    """Each shell gets a script that asks asynclint."""
    result = asynclint("completion", shell)
    assert "_ASYNCLINT_COMPLETE" in result.stdout
    assert (result.stderr, result.exit_code) == ("", 0)


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
