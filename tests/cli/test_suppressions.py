"""Suppression comments on the command line: unused ones are told and removed."""

from pathlib import Path

from tests.cli.conftest import Asynclint

CONCISE = ("--output-format", "concise")


def test_an_unused_comment_is_removed(asynclint: Asynclint, project: Path) -> None:
    """Safely, so `--fix` is enough."""
    path = project / "p" / "sleeps.py"
    text = path.read_text().replace("time.sleep(1)", "time.sleep(1)  # asynclint: ignore[blocking-sleep, AL102] so")
    path.write_text(text)
    result = asynclint("check", "p/sleeps.py", *CONCISE)
    assert result.stdout.startswith(
        "p/sleeps.py:5:20: AL001 [*] [unused-suppression] nothing is silenced here for `AL102`\n"
    )
    assert result.stdout.endswith("Found 1 error.\n[*] 1 fixable with the `--fix` option.\n")
    assert asynclint("check", "p/sleeps.py", "--fix").exit_code == 0
    assert path.read_text() == text.replace(", AL102", "")


def test_a_comment_that_cuts_a_way_elsewhere_is_used(asynclint: Asynclint, project: Path) -> None:
    """Also when only its file is asked about."""
    path = project / "p" / "high.py"
    path.write_text(path.read_text().replace("low.wait()", "low.wait()  # asynclint: ignore[blocking-sleep] so"))
    assert asynclint("check", "p/high.py").stdout == "All checks passed!\n"
    assert "AL001" not in asynclint("check").stdout


def test_nothing_is_judged_without_its_rule_or_without_comments(asynclint: Asynclint, project: Path) -> None:
    """A selection, and `--ignore-noqa`."""
    path = project / "p" / "low.py"
    path.write_text("x = 1  # asynclint: ignore[blocking-sleep] so\n")
    assert "AL001" in asynclint("check", "p/low.py").stdout
    assert asynclint("check", "p/low.py", "--ignore", "AL101").exit_code == 0
    assert asynclint("check", "p/low.py", "--ignore-noqa").exit_code == 0
