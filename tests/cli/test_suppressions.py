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


def test_what_is_reported_now_is_suppressed(asynclint: Asynclint, project: Path) -> None:
    """With a reason; after that nothing is reported, and a second run adds nothing."""
    result = asynclint("check", "--add-ignore=later, maybe")
    assert (result.stdout, result.stderr, result.exit_code) == ("Added 2 suppressions.\n", "", 0)
    row = "    time.sleep(1)  # asynclint: ignore[blocking-sleep] later, maybe\n"
    assert (project / "p" / "low.py").read_text().endswith(row)
    assert asynclint("check").stdout == "All checks passed!\n"
    assert asynclint("check", "--add-ignore").stdout == "Added 0 suppressions.\n"


def test_suppressions_can_be_looked_at_first(asynclint: Asynclint, project: Path) -> None:
    """With --diff nothing is written; the code is 1 if there is any change."""
    result = asynclint("check", "p/sleeps.py", "--add-ignore=later", "--diff")
    assert "+    time.sleep(1)  # asynclint: ignore[blocking-sleep] later\n" in result.stdout
    assert (result.stderr, result.exit_code) == ("Would add 1 suppression.\n", 1)
    assert "asynclint" not in (project / "p" / "sleeps.py").read_text()


def test_only_the_given_files_are_suppressed(asynclint: Asynclint, project: Path) -> None:
    """What follows the bare option is a path, not a reason."""
    assert asynclint("check", "--add-ignore", "p/sleeps.py").stdout == "Added 1 suppression.\n"
    assert (project / "p" / "sleeps.py").read_text().endswith("  # asynclint: ignore[blocking-sleep]\n")
    assert "asynclint" not in (project / "p" / "low.py").read_text()


def test_what_a_suppressed_call_hid_is_suppressed_too(asynclint: Asynclint, project: Path) -> None:
    """Rounds go on until nothing is reported."""
    path = project / "p" / "files.py"
    path.write_text("import json\n\n\nasync def f(p):\n    with open(p) as file:\n        return json.load(file)\n")
    asynclint("check", "--add-ignore", "p/files.py")
    assert asynclint("check", "p/files.py").stdout == "All checks passed!\n"


def test_comments_and_broken_files_are_not_suppressed(asynclint: Asynclint, project: Path) -> None:
    """There a comment would not help."""
    (project / "p" / "broken.py").write_text("def f(:\n")
    (project / "p" / "odd.py").write_text("x = 1  # asynclint: ignore[blocking-slep] so\n")
    assert asynclint("check", "--add-ignore", "p/broken.py", "p/odd.py").stdout == "Added 0 suppressions.\n"
    assert asynclint("check", "p/broken.py").exit_code == 1


def test_a_reason_is_one_row(asynclint: Asynclint) -> None:
    """A comment could not hold another one."""
    for reason in ("a\nb", "see #12"):
        result = asynclint("check", f"--add-ignore={reason}")
        assert result.exit_code == 2
        assert "cannot be a reason" in result.stderr
    assert asynclint("check", "-", "--add-ignore", stdin="x = 1\n").exit_code == 2
