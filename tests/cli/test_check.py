"""`asynclint check`: options, outputs and exit codes, as ruff has them."""

from pathlib import Path

import pytest

from tests.cli.conftest import Asynclint
from tests.cli.findings import CONCISE, LOW, SLEEPS, heads

CLOSING = "Found 2 errors.\nNo fixes available (1 hidden fix can be enabled with the `--unsafe-fixes` option).\n"


def test_findings(asynclint: Asynclint) -> None:
    """Findings go to standard output with a closing line; the exit code is 1."""
    result = asynclint("check", *CONCISE)
    assert heads(result.stdout) == [LOW, SLEEPS]
    assert result.stdout.endswith(f"\n{CLOSING}")
    assert result.stderr == ""
    assert result.exit_code == 1


def test_full_is_the_usual_format(asynclint: Asynclint) -> None:
    """Without an option there is source and trace."""
    result = asynclint("check", "p/low.py")
    assert "5 |     time.sleep(1)\n  |     ^^^^^^^^^^^^^\n" in result.stdout
    assert "p/high.py:5:5 f → low.wait\n" in result.stdout
    assert result.stdout.endswith("\nFound 1 error.\n")


def test_nothing_found(asynclint: Asynclint, project: Path) -> None:
    """A clean file is told as ruff tells it, with exit code 0."""
    (project / "clean.py").write_text("x = 1\n")
    result = asynclint("check", "clean.py")
    assert (result.stdout, result.stderr, result.exit_code) == ("All checks passed!\n", "", 0)


def test_no_files(asynclint: Asynclint, project: Path) -> None:
    """A folder without Python files is a warning, not an error."""
    (project / "empty").mkdir()
    result = asynclint("check", "empty")
    assert result.stderr == "warning: No Python files found under the given path(s)\n"
    assert result.exit_code == 0


def test_missing_path(asynclint: Asynclint) -> None:
    """A path that is not there is told with exit code 2, and the others are checked."""
    result = asynclint("check", "nowhere.py", "p/sleeps.py", *CONCISE)
    assert result.stderr == "error: nowhere.py: No such file or directory\n"
    assert heads(result.stdout) == [SLEEPS]
    assert result.exit_code == 2


def test_undecodable_file(asynclint: Asynclint, project: Path) -> None:
    """A file that is no text is told with its row, the rest is checked, and nobody claims that all passed."""
    (project / "bad.py").write_bytes(b"x = 1\ny = '\xff'\n")
    result = asynclint("check", *CONCISE)
    assert result.stderr.startswith("error: bad.py:2: ")
    assert heads(result.stdout) == [LOW, SLEEPS]
    assert result.exit_code == 2
    assert asynclint("check", "bad.py").stdout == ""


def test_syntax_error(asynclint: Asynclint, project: Path) -> None:
    """A file that no Python parses is a finding like others."""
    (project / "bad.py").write_text("x = (\n")
    result = asynclint("check", "bad.py", *CONCISE)
    assert result.stdout == "bad.py:1:5: AL000 [syntax-error] '(' was never closed\nFound 1 error.\n"
    assert (result.stderr, result.exit_code) == ("", 1)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--select", "AL101"], [LOW, SLEEPS]),
        (["--select", "AL2,AL3"], []),
        (["--select", "AL2", "--select", "ASYNC251"], [LOW, SLEEPS]),
        (["--select", "ALL", "--ignore", "AL9"], [LOW, SLEEPS]),
        (["--ignore", "blocking-sleep"], []),
        (["--select", "AL2", "--extend-select", "AL101"], [LOW, SLEEPS]),
        (["--per-file-ignores", "p/low.py:AL1"], [SLEEPS]),
        (["--per-file-ignores", "p/low.py:AL1,sl*.py:blocking-sleep"], []),
        (["--exclude", "sleeps.py"], [LOW]),
        (["--extend-exclude", "p/sleeps.py,other"], [LOW]),
        (["--exclude", "high.py"], [SLEEPS]),
        (["--min-confidence", "certain"], [LOW, SLEEPS]),
        (["--config", "ignore = ['AL101']"], []),
    ],
)
def test_selection(asynclint: Asynclint, arguments: list[str], expected: list[str]) -> None:
    """Rules and files are selected as the issue's section 5 says."""
    result = asynclint("check", *CONCISE, *arguments)
    assert heads(result.stdout) == expected
    assert result.exit_code == (1 if expected else 0)


def test_patterns_are_relative_to_the_working_directory(
    asynclint: Asynclint, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder of the project, patterns on the command line and printed paths start there."""
    monkeypatch.chdir(project / "p")
    assert heads(asynclint("check", *CONCISE).stdout) == ["low.py:5:5: AL101", "sleeps.py:5:5: AL101"]
    assert heads(asynclint("check", *CONCISE, "--extend-exclude", "./low.py").stdout) == ["sleeps.py:5:5: AL101"]


def test_force_exclude(asynclint: Asynclint) -> None:
    """A file given by name is excluded only when that is forced."""
    arguments = ("check", "p/sleeps.py", "--extend-exclude", "sleeps.py", *CONCISE)
    assert heads(asynclint(*arguments).stdout) == [SLEEPS]
    assert heads(asynclint(*arguments, "--force-exclude").stdout) == []


def test_gitignore(asynclint: Asynclint, project: Path) -> None:
    """Ignored files are left out unless ignore files are not to be respected."""
    (project / ".gitignore").write_text("sleeps.py\n")
    assert heads(asynclint("check", *CONCISE).stdout) == [LOW]
    assert heads(asynclint("check", *CONCISE, "--no-respect-gitignore").stdout) == [LOW, SLEEPS]


def test_exit_zero(asynclint: Asynclint) -> None:
    """Findings may be printed without failing; problems still fail."""
    assert asynclint("check", "--exit-zero").exit_code == 0
    assert asynclint("check", "--exit-zero", "nowhere.py").exit_code == 2


def test_quiet(asynclint: Asynclint) -> None:
    """Quiet prints findings and problems, but nothing else."""
    assert len(asynclint("check", "-q", *CONCISE).stdout.splitlines()) == 2
    assert asynclint("check", "-q", "--select", "AL3").output == ""
    assert asynclint("check", "-q", "nowhere.py").stderr


def test_verbose(asynclint: Asynclint) -> None:
    """Verbose says on standard error what was read and how long it took."""
    result = asynclint("check", "-v", *CONCISE)
    assert "read 4 files" in result.stderr
    assert heads(result.stdout) == [LOW, SLEEPS]


def test_color(asynclint: Asynclint) -> None:
    """Colours are for terminals, or when asked for."""
    assert "\x1b[" not in asynclint("check").stdout
    assert "\x1b[" in asynclint("check", "--color", "always").stdout


def test_show_files(asynclint: Asynclint, project: Path) -> None:
    """The files that would be checked, by their absolute paths."""
    assert asynclint("check", "p", "--show-files", "--extend-exclude", "low.py").stdout.splitlines() == [
        str(project / "p" / name) for name in ("__init__.py", "high.py", "sleeps.py")
    ]


def test_show_settings(asynclint: Asynclint, project: Path) -> None:
    """Settings are shown as a configuration could have them, with where they come from."""
    (project / "pyproject.toml").write_text(
        '[project]\nrequires-python = ">=3.12"\n'
        '[tool.asynclint]\nselect = ["AL1"]\nper-file-ignores = {"a/b" = ["AL2"]}\n'
    )
    lines = asynclint("check", "--show-settings", "--jobs", "3").stdout.splitlines()
    assert lines[0] == f"# Settings of the project {project}, from {project}/pyproject.toml"
    assert {'target-version = "py312"', "jobs = 3", 'select = ["AL1"]'} <= set(lines)
    assert 'per-file-ignores = {"/a/b" = ["AL2"]}' in lines


def test_configuration(asynclint: Asynclint, project: Path) -> None:
    """The project's configuration holds, unless the run is isolated or told to read another."""
    (project / "pyproject.toml").write_text("[tool.asynclint]\nignore = ['AL101']\n")
    (project / "other.toml").write_text("per-file-ignores = {'low.py' = ['AL101']}\n")
    assert heads(asynclint("check", *CONCISE).stdout) == []
    assert heads(asynclint("check", *CONCISE, "--isolated").stdout) == [LOW, SLEEPS]
    assert heads(asynclint("check", *CONCISE, "--config", "other.toml").stdout) == [SLEEPS]
    both = asynclint("check", "--isolated", "--config", "other.toml")
    assert (both.exit_code, "--isolated" in both.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--nope"], "No such option"),
        (["--output-format", "xml"], "is not one of 'full', 'concise', 'grouped'"),
        (["--jobs", "0"], "0 is not in the range"),
        (["--target-version", "3.12"], "is not one of 'py37'"),
        (["--per-file-ignores", "AL101"], "is not PATTERN:RULE"),
        (["--select", "blocking-slep"], "`blocking-slep`; did you mean `blocking-sleep`?"),
        (["--config", "nowhere.toml"], "--config nowhere.toml: there is no such file"),
        (["--config", "jobs = 'x'"], "--config: jobs: expected a whole number, found 'x'"),
    ],
)
def test_wrong_options(asynclint: Asynclint, arguments: list[str], message: str) -> None:
    """A wrong option is a sentence on standard error and exit code 2; nothing is checked."""
    result = asynclint("check", *arguments)
    assert message in result.stderr
    assert (result.stdout, result.exit_code) == ("", 2)


def test_wrong_configuration(asynclint: Asynclint, project: Path) -> None:
    """A wrong key is named with its file and place."""
    (project / "pyproject.toml").write_text("[tool.asynclint]\nselekt = []\n")
    result = asynclint("check")
    place = f"{project}/pyproject.toml: tool.asynclint.selekt"
    assert result.stderr == f"error: {place}: there is no such option; did you mean `select`?\n"
    assert result.exit_code == 2


def test_wrong_knowledge(asynclint: Asynclint, project: Path) -> None:
    """A wrong knowledge file is named, too."""
    (project / "pyproject.toml").write_text("[tool.asynclint]\nknowledge = ['k.toml', 'none.toml']\n")
    (project / "k.toml").write_text("[header]\ndistribution = 3\n")
    result = asynclint("check")
    assert result.stderr.startswith(f"error: {project}/k.toml: ")
    assert result.exit_code == 2


def test_cache_folder(asynclint: Asynclint, project: Path) -> None:
    """The cache stands in the project's root, or where it is told to, or nowhere."""
    asynclint("check", "--no-cache")
    assert not (project / ".asynclint_cache").exists()
    asynclint("check", "p/low.py")
    assert (project / ".asynclint_cache" / "CACHEDIR.TAG").exists()
    asynclint("check", "--cache-dir", "elsewhere")
    assert (project / "elsewhere" / "CACHEDIR.TAG").exists()


def test_second_run_says_the_same(asynclint: Asynclint) -> None:
    """The stored report prints the same bytes."""
    first = asynclint("check")
    assert asynclint("check").stdout == first.stdout
