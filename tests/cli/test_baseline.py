"""`asynclint baseline`, and checks beside a baseline."""

import json
from pathlib import Path

from tests.cli.conftest import Asynclint
from tests.cli.findings import CONCISE, LOW, SLEEPS, heads
from tests.session.test_changes import commit, git

NAME = "asynclint-baseline.json"


def entries(project: Path) -> list[dict[str, object]]:
    return [one for one in json.loads((project / NAME).read_text())["findings"] if one]


def test_baseline(asynclint: Asynclint, project: Path) -> None:
    """What is there is accepted, also after rows moved; what comes is reported."""
    result = asynclint("baseline")
    assert (result.stdout, result.stderr, result.exit_code) == ("", f"Wrote 2 accepted findings to {NAME}\n", 0)
    assert entries(project) == [
        {
            "path": "p/low.py",
            "function": "wait",
            "code": "AL101",
            "statement": "time.sleep(1)",
            "occurrence": 1,
            "entries": ["p/high.py:f"],
        },
        {
            "path": "p/sleeps.py",
            "function": "f",
            "code": "AL101",
            "statement": "time.sleep(1)",
            "occurrence": 1,
            "entries": ["p/sleeps.py:f"],
        },
    ]
    assert asynclint("check").stdout == "All checks passed!\n"
    path = project / "p" / "sleeps.py"
    path.write_text("\n\n" + path.read_text() + "\n\nasync def g():\n    time.sleep(1)\n")
    result = asynclint("check", *CONCISE)
    assert heads(result.stdout) == ["p/sleeps.py:11:5: AL101"]
    assert (result.stderr, result.exit_code) == ("", 1)
    assert len(heads(asynclint("check", *CONCISE, "--no-baseline").stdout)) == 3


def test_warm_runs(asynclint: Asynclint, project: Path) -> None:
    """A changed baseline is seen though no source changed."""
    asynclint("baseline")
    assert asynclint("check").exit_code == 0
    assert asynclint("check").exit_code == 0
    (project / NAME).write_text('{"version": 1, "findings": []}')
    assert asynclint("check").exit_code == 1
    (project / NAME).unlink()
    assert asynclint("check").exit_code == 1


def test_new_way(asynclint: Asynclint, project: Path) -> None:
    """Another coroutine that comes to an accepted call is a new finding, which shows that way only."""
    asynclint("baseline")
    (project / "p" / "other.py").write_text("from p import low\n\n\nasync def other():\n    low.wait()\n")
    (finding,) = json.loads(asynclint("check", "--output-format", "json").stdout)
    assert finding["filename"].endswith("low.py")
    assert [step["function"] for step in finding["chain"]] == ["other", "wait"]
    assert [entry["function"] for entry in finding["entries"]] == ["other"]
    assert finding["ways_in"] == 1
    assert "`other`" in finding["message"]


def test_moved_file(asynclint: Asynclint, project: Path) -> None:
    """Files that hold the call or the coroutines may move."""
    asynclint("baseline")
    (project / "p" / "sleeps.py").rename(project / "p" / "naps.py")
    (project / "p" / "high.py").rename(project / "p" / "tall.py")
    result = asynclint("check")
    assert (result.stdout, result.stderr) == ("All checks passed!\n", "")


def test_stale_entries(asynclint: Asynclint, project: Path) -> None:
    """They are told, not by a run of other files or rules; an update removes them and adds nothing."""
    asynclint("baseline")
    path = project / "p" / "sleeps.py"
    path.write_text("import time\n\n\nasync def g():\n    time.sleep(2)\n")
    warning = (
        f"warning: {NAME}: 1 entry matches nothing any more, as AL101 in p/sleeps.py, `time.sleep(1)`; "
        "`asynclint check --update-baseline` removes what is stale\n"
    )
    assert asynclint("check").stderr == warning
    assert asynclint("check", "--select", "AL2").stderr == ""
    assert asynclint("check", "p/low.py").stderr == ""
    assert asynclint("check", "p/sleeps.py").stderr == warning
    asynclint("check", "--update-baseline", "p/low.py")
    assert len(entries(project)) == 2
    result = asynclint("check", "--update-baseline", *CONCISE)
    assert heads(result.stdout) == ["p/sleeps.py:5:5: AL101"]
    assert (result.stderr, result.exit_code) == (f"Wrote 1 accepted finding to {NAME}\n", 1)
    assert [one["path"] for one in entries(project)] == ["p/low.py"]
    result = asynclint("check", "--update-baseline", "--grow")
    assert (result.stdout, result.exit_code) == ("All checks passed!\n", 0)
    assert [one["path"] for one in entries(project)] == ["p/low.py", "p/sleeps.py"]


def test_update_writes_moved_paths(asynclint: Asynclint, project: Path) -> None:
    """After an update the entries name the files where they are now."""
    asynclint("baseline")
    (project / "p" / "sleeps.py").rename(project / "p" / "naps.py")
    asynclint("check", "--update-baseline")
    assert [one["path"] for one in entries(project)] == ["p/low.py", "p/naps.py"]


def test_baseline_of_some_paths(asynclint: Asynclint, project: Path) -> None:
    """Entries of other files stay."""
    asynclint("baseline")
    for name in ("low", "sleeps"):
        path = project / "p" / f"{name}.py"
        path.write_text(path.read_text().replace("(1)", "(2)"))
    asynclint("baseline", "p/sleeps.py")
    assert [one["statement"] for one in entries(project)] == ["time.sleep(1)", "time.sleep(2)"]


def test_places(asynclint: Asynclint, project: Path) -> None:
    """The configuration or an option names another file; paths in it stay relative to the project's root."""
    (project / "pyproject.toml").write_text("[tool.asynclint]\nbaseline = 'tools/accepted.json'\n")
    result = asynclint("check")
    assert f"{project}/tools/accepted.json: this baseline cannot be read" in result.stderr
    assert result.exit_code == 2
    asynclint("baseline")
    assert '"p/low.py"' in (project / "tools/accepted.json").read_text()
    assert asynclint("check").exit_code == 0
    assert asynclint("baseline", "--baseline", "other.json", "--select", "AL2").exit_code == 0
    assert heads(asynclint("check", "--baseline", "other.json", *CONCISE).stdout) == [LOW, SLEEPS]


def test_corrupt_baseline(asynclint: Asynclint, project: Path) -> None:
    """A sentence and exit code 2."""
    (project / NAME).write_text("{")
    result = asynclint("check")
    assert result.stderr.startswith(f"error: {project}/{NAME}: this is no baseline of asynclint: ")
    assert (result.stdout, result.exit_code) == ("", 2)
    assert asynclint("check", "--no-baseline").exit_code == 1


def test_update_without_a_baseline(asynclint: Asynclint) -> None:
    """There is nothing that could shrink."""
    result = asynclint("check", "--update-baseline")
    assert (result.exit_code, "`asynclint baseline` writes one" in result.stderr) == (2, True)
    assert asynclint("check", "--grow").exit_code == 2


def test_problems_keep_the_baseline(asynclint: Asynclint, project: Path) -> None:
    """A file that could not be read may hold what is accepted."""
    asynclint("baseline")
    before = (project / NAME).read_text()
    (project / "p" / "sleeps.py").write_bytes(b"'\xff'")
    result = asynclint("check", "--update-baseline")
    assert (result.exit_code, "not updated" in result.stderr) == (2, True)
    assert (project / NAME).read_text() == before


def test_diff_base(asynclint: Asynclint, project: Path) -> None:
    """Only what concerns changed rows is reported, by any of its ways, with a trace that goes through them."""
    git(project, "init", "-q")
    commit(project)
    assert asynclint("check", "--diff-base", "HEAD").stdout == "All checks passed!\n"
    path = project / "p" / "high.py"
    path.write_text(path.read_text() + "\n\nasync def later():\n    await f()\n    low.wait()\n")
    (finding,) = json.loads(asynclint("check", "--diff-base", "HEAD", "--output-format", "json").stdout)
    assert [step["function"] for step in finding["chain"]] == ["later", "wait"]
    assert finding["ways_in"] == 2
    assert asynclint("check", "p/sleeps.py", "--diff-base", "HEAD").exit_code == 0
    commit(project)
    assert asynclint("check", "--diff-base", "HEAD").exit_code == 0
    assert heads(asynclint("check", "--diff-base", "HEAD~1", *CONCISE).stdout) == [LOW]
    result = asynclint("check", "--diff-base", "nowhere")
    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr.startswith("error: --diff-base nowhere: git does not know this revision")


def test_diff_base_beside_a_baseline(asynclint: Asynclint, project: Path) -> None:
    """Entries of rows that nobody asked about are not called stale."""
    asynclint("baseline")
    git(project, "init", "-q")
    commit(project)
    (project / "p" / "low.py").write_text("")
    assert asynclint("check", "--diff-base", "HEAD").stderr == ""
    assert asynclint("check", "--diff-base", "HEAD", "--update-baseline").exit_code == 2
