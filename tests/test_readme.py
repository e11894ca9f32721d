"""What the README says can be typed."""

import json
import re
import shlex
from pathlib import Path

import pytest

from asynclint.config.choices import FORMATS
from tests.cli import conftest
from tests.cli.conftest import Asynclint
from tests.output.schemas import accept
from tests.session.test_changes import commit, git

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BASELINE = next(line for line in README.splitlines() if line.startswith("asynclint baseline "))
project, asynclint = conftest.project, conftest.asynclint


def block(start: str) -> str:
    """The fenced block that begins with this line."""
    (found,) = re.findall(rf"```\w+\n({re.escape(start)}\n.*?)```", README, flags=re.DOTALL)
    return str(found)


def commands(text: str) -> list[list[str]]:
    """The calls of asynclint in a block."""
    found = re.findall(r"^\s*(?:- run: |- |commands = )?asynclint (.*)", text, flags=re.MULTILINE)
    return [shlex.split(line, comments=True) for line in found]


def test_github(asynclint: Asynclint, project: Path) -> None:
    """One command prints annotations and writes what the next steps upload and show."""
    (command,) = commands(block("# .github/workflows/asynclint.yml"))
    result = asynclint(*command)
    assert result.stdout.startswith("::error ")
    accept(json.loads((project / "asynclint.sarif").read_text()), "sarif-2.1.0.json")
    assert (project / "asynclint.md").read_text().startswith("### asynclint: 2 errors")
    assert result.exit_code == 1


def test_gitlab(asynclint: Asynclint, project: Path) -> None:
    """The report is where the job looks for it."""
    text = block("# .gitlab-ci.yml")
    (command,) = commands(text)
    assert asynclint(*command).stdout.startswith("p/low.py:\n")
    (name,) = re.findall(r"codequality: (\S+)", text)
    accept(json.loads((project / name).read_text()), "gitlab-code-quality.json")


def test_tox(asynclint: Asynclint) -> None:
    """The command fails where something is found."""
    (command,) = commands(block("[testenv:asynclint]"))
    assert asynclint(*command).exit_code == 1


def test_pre_commit(asynclint: Asynclint) -> None:
    """The hook is one that the repository has, and runs on the files that pre-commit gives it."""
    hooks = (Path(__file__).parents[1] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (name,) = re.findall(r"- id: (\S+)", block("# .pre-commit-config.yaml"))
    (entry,) = re.findall(rf"- id: {name}\n(?:  .*\n)*?  entry: asynclint (.*)", hooks)
    result = asynclint(*entry.split(), "p/high.py", "p/__init__.py")
    assert "p/low.py:5:5: AL101" in result.stdout
    assert "p/sleeps.py" not in result.stdout


def test_baseline(asynclint: Asynclint, project: Path) -> None:
    """One after the other the commands do what is written beside them."""
    first, check, update = commands(block(BASELINE))
    assert asynclint(*first).exit_code == 0
    assert asynclint(*check).exit_code == 0
    before = (project / "asynclint-baseline.json").read_text()
    (project / "p" / "sleeps.py").write_text("")
    assert asynclint(*update).exit_code == 0
    assert len((project / "asynclint-baseline.json").read_text()) < len(before)


def test_changed_code(asynclint: Asynclint, project: Path) -> None:
    """A branch is compared with what it left."""
    git(project, "init", "-q", "-b", "main")
    commit(project)
    git(project, "update-ref", "refs/remotes/origin/main", "HEAD")
    (command,) = commands(block("asynclint check --diff-base origin/main"))
    assert asynclint(*command).exit_code == 0
    (project / "p" / "new.py").write_text((project / "p" / "sleeps.py").read_text())
    assert "p/new.py" in asynclint(*command).stdout


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_named(name: str) -> None:
    """Nobody has to look for a format."""
    assert f"`{name}`" in README or f"--output-format {name}" in README or f"{name}:" in README
