"""How ``asynclint check`` writes what it has found."""

import json
import os
from pathlib import Path

import pytest

from asynclint.config.choices import FORMATS
from tests.cli.conftest import Asynclint
from tests.cli.findings import CONCISE, LOW, SLEEPS, heads

CLOSING = "Found 2 errors.\nNo fixes available (1 hidden fix can be enabled with the `--unsafe-fixes` option).\n"


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
