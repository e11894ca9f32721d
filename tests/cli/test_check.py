"""`asynclint check`: options, outputs and exit codes, as ruff has them."""

import json
import os
from pathlib import Path

import pytest

from asynclint.config.choices import FORMATS
from tests.cli.conftest import Asynclint

LOW = "p/low.py:5:5: AL101"
SLEEPS = "p/sleeps.py:5:5: AL101"
CLOSING = "Found 2 errors.\nNo fixes available (1 hidden fix can be enabled with the `--unsafe-fixes` option).\n"
CONCISE = ("--output-format", "concise")


def heads(output: str) -> list[str]:
    """The place and code of each finding in concise output."""
    return [" ".join(line.split()[:2]) for line in output.splitlines() if " [" in line]


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


def test_json(asynclint: Asynclint, project: Path) -> None:
    """JSON is alone on standard output, also with nearly everything selected and no cache."""
    result = asynclint("check", "--select", "ALL", "--ignore", "AL9", "--no-cache", "--output-format", "json")
    assert [one["filename"] for one in json.loads(result.stdout)] == [
        str(project / "p/low.py"),
        str(project / "p/sleeps.py"),
    ]
    assert result.exit_code == 1
    assert json.loads(asynclint("check", "--select", "AL3", "--output-format", "json").stdout) == []


def test_format_from_the_environment(asynclint: Asynclint, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with ruff, the environment may choose the format; the command line goes before."""
    monkeypatch.setenv("ASYNCLINT_OUTPUT_FORMAT", "json")
    assert json.loads(asynclint("check").stdout)
    assert heads(asynclint("check", *CONCISE).stdout) == [LOW, SLEEPS]


def test_output_file(asynclint: Asynclint, project: Path) -> None:
    """The findings go to the file as a whole, nothing to standard output, and no temporary file stays."""
    target = project / "out" / "findings.txt"
    result = asynclint("check", *CONCISE, "-o", "out/findings.txt")
    assert (result.stdout, result.exit_code) == ("", 1)
    assert heads(target.read_text()) == [LOW, SLEEPS]
    target.chmod(0o640)
    asynclint("check", *CONCISE, "--select", "AL3", "--output-file", str(target))
    assert target.read_text() == "All checks passed!\n"
    assert target.stat().st_mode & 0o777 == 0o640
    assert os.listdir(target.parent) == ["findings.txt"]


def test_several_output_files(asynclint: Asynclint, project: Path) -> None:
    """A file with a format is written besides standard output; one without takes its place."""
    result = asynclint("check", *CONCISE, "--output-file", "json:a.json", "-o", "sarif:out/b.sarif")
    assert heads(result.stdout) == [LOW, SLEEPS]
    assert len(json.loads((project / "a.json").read_text())) == 2
    assert len(json.loads((project / "out/b.sarif").read_text())["runs"][0]["results"]) == 2
    result = asynclint("check", *CONCISE, "-o", "text", "-o", "grouped:c.txt")
    assert result.stdout == ""
    assert heads((project / "text").read_text()) == [LOW, SLEEPS]
    assert (project / "c.txt").read_text().startswith("p/low.py:\n")


@pytest.mark.parametrize("name", ["xml:out", "concise:", ":out"])
def test_only_formats_count_before_the_colon(asynclint: Asynclint, project: Path, name: str) -> None:
    """Everything else is a file's name."""
    assert asynclint("check", *CONCISE, "-o", name).stdout == ""
    assert heads((project / name).read_text()) == [LOW, SLEEPS]


def test_output_file_that_is_named_twice(asynclint: Asynclint) -> None:
    """The second would overwrite the first."""
    result = asynclint("check", "-o", "json:out", "-o", "./out")
    assert (result.exit_code, result.stderr) == (2, "error: --output-file ./out: this file is named twice\n")


def test_output_file_from_the_environment(asynclint: Asynclint, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole value is one file."""
    monkeypatch.setenv("ASYNCLINT_OUTPUT_FILE", "json:a b.json")
    assert heads(asynclint("check", *CONCISE).stdout) == [LOW, SLEEPS]
    assert len(json.loads((project / "a b.json").read_text())) == 2


@pytest.mark.parametrize("name", FORMATS)
def test_every_format(asynclint: Asynclint, name: str) -> None:
    """Each can print findings, and that there are none; only those for people have a closing line."""
    result = asynclint("check", "--output-format", name)
    assert (result.exit_code, result.stderr) == (1, "")
    assert "AL101" in result.stdout
    assert result.stdout.endswith(CLOSING) == (name in ("full", "concise", "grouped"))
    assert asynclint("check", "--output-format", name, "--select", "AL3").exit_code == 0


def test_statistics_keep_the_files_of_machines(asynclint: Asynclint, project: Path) -> None:
    """A report for a server has no place for counts."""
    asynclint("check", "--statistics", "-o", "gitlab:report.json")
    assert [one["check_name"] for one in json.loads((project / "report.json").read_text())] == ["blocking-sleep"] * 2


def test_output_file_that_cannot_be_written(asynclint: Asynclint, project: Path) -> None:
    """A file below a file is an error with exit code 2."""
    (project / "file").write_text("")
    result = asynclint("check", "-o", "file/findings.txt")
    assert result.stderr.startswith(f"error: {project}/file/findings.txt: this file cannot be written")
    assert result.exit_code == 2


def test_device_as_output_file(asynclint: Asynclint) -> None:
    """A device is written to, not replaced."""
    before = os.stat(os.devnull)
    assert asynclint("check", "--output-file", os.devnull).exit_code == 1
    assert os.stat(os.devnull).st_rdev == before.st_rdev


def test_statistics(asynclint: Asynclint) -> None:
    """Counts stand instead of the findings."""
    assert asynclint("check", "--statistics").stdout == f"2\tAL101\tblocking-sleep\n{CLOSING}"
    (row,) = json.loads(asynclint("check", "--statistics", "--output-format", "json").stdout)
    assert (row["code"], row["count"]) == ("AL101", 2)


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
