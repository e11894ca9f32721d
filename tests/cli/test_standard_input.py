"""A file that comes from standard input."""

from pathlib import Path

from tests.cli.conftest import Asynclint
from tests.cli.findings import CONCISE, LOW, heads


def test_standard_input(asynclint: Asynclint) -> None:
    """The text replaces the file in the program, and only its findings are shown."""
    text = "from p import low\n\nasync def g():\n    low.wait()\n\nasync def h():\n    low.wait()\n"
    result = asynclint("check", "--stdin-filename", "p/high.py", "-", *CONCISE, stdin=text)
    assert heads(result.stdout) == [LOW]
    assert "2 calls" in asynclint("check", "--stdin-filename", "p/high.py", "-", stdin=text).stdout
    clean = asynclint("check", "--stdin-filename", "p/high.py", "-", stdin="x = 1\n")
    assert clean.stdout == "All checks passed!\n"


def test_excerpt_comes_from_standard_input(asynclint: Asynclint) -> None:
    """What is shown is the text that was checked, not the file on disk."""
    text = "import time\n\nasync def unsaved():\n    time.sleep(9)\n"
    result = asynclint("check", "--stdin-filename", "p/sleeps.py", "-", stdin=text)
    assert "4 |     time.sleep(9)\n" in result.stdout


def test_standard_input_without_name(asynclint: Asynclint) -> None:
    """Text without a name is called -."""
    result = asynclint("check", "-", *CONCISE, stdin="x = (\n")
    assert heads(result.stdout) == ["-:1:5: AL000"]


def test_standard_input_without_a_project(asynclint: Asynclint, project: Path) -> None:
    """It is all that there is to read: no file is missed."""
    (project / "pyproject.toml").unlink()
    result = asynclint("check", "-", *CONCISE, stdin="x = 1\n")
    assert (result.stdout, result.stderr, result.exit_code) == ("All checks passed!\n", "", 0)


def test_standard_input_is_one_file(asynclint: Asynclint) -> None:
    """Other paths make no sense with it."""
    result = asynclint("check", "-", "p", stdin="")
    assert (result.exit_code, result.stderr.startswith("error: standard input")) == (2, True)


def test_undecodable_standard_input(asynclint: Asynclint) -> None:
    """Bytes that are no text are a problem of the named file."""
    result = asynclint("check", "--stdin-filename", "p/new.py", "-", stdin=b"'\xff'")
    assert result.stderr.startswith("error: p/new.py:1: ")
    assert result.exit_code == 2


def test_excluded_standard_input(asynclint: Asynclint) -> None:
    """With --force-exclude an editor may ask about every file."""
    arguments = ("check", "--stdin-filename", "p/sleeps.py", "-", "--extend-exclude", "sleeps.py", *CONCISE)
    text = "import time\nasync def f():\n    time.sleep(1)\n"
    assert len(heads(asynclint(*arguments, stdin=text).stdout)) == 1
    assert heads(asynclint(*arguments, "--force-exclude", stdin=text).stdout) == []
