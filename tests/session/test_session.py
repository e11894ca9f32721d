"""One check from beginning to end, and what the next one remembers of it."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from asynclint.config.reader import Values
from asynclint.model.problems import UsageError
from asynclint.session import stored
from asynclint.session.report import Report
from asynclint.session.session import Session, absolute, check
from asynclint.session.setup import configure
from asynclint.store.cache import FILE_NAME
from asynclint.store.records import FINE_MARGIN
from tests.session.trees import tree

SLEEPS = "import time\n\nasync def f():\n    time.sleep(1)\n"
CALLED = "import time\n\ndef wait():\n    time.sleep(1)\n"
CALLS = "from p import low\n\nasync def f():\n    low.wait()\n"
BROKEN = "x = (\n"


class Run:
    """Checks of one project, with what was said about each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said: list[str] = []

    def __call__(
        self, *given: str, texts: dict[str, str] | None = None, flags: Values | None = None, config: Sequence[str] = ()
    ) -> Report:
        time.sleep(2 * FINE_MARGIN / 1e9)
        self.said.clear()
        paths = absolute([self.root / name for name in given] or [self.root], self.root)
        project, settings = configure(paths, flags or {}, directory=self.root, config=config)
        contents = {str(self.root / name): text.encode() for name, text in (texts or {}).items()}
        return Session(project, settings, log=self.said.append).check(paths, contents)

    @property
    def read(self) -> int:
        """How many files the last check read; -1 when it gave the stored report."""
        lines = [line for line in self.said if line.startswith("read ")]
        return int(lines[0].split()[1]) if lines else -1


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Checks of a project of four files: one sleeps, one calls a sleeping function of another, one is broken."""
    files = {
        "asynclint.toml": "",
        "p/__init__.py": "",
        "p/sleeps.py": SLEEPS,
        "p/low.py": CALLED,
        "p/high.py": CALLS,
        "p/broken.py": BROKEN,
    }
    monkeypatch.setattr(stored, "code_state", lambda: b"the code does not change while tests run")
    return Run(tree(tmp_path, files))


def places(report: Report) -> list[tuple[str, int, str]]:
    """The findings as file name, row and code."""
    return [(Path(one.filename).name, one.location.row, one.code) for one in report.findings]


ALL = [("broken.py", 1, "AL000"), ("low.py", 4, "AL101"), ("sleeps.py", 4, "AL101")]


def test_findings_are_sorted_and_whole(run: Run) -> None:
    """A check finds direct calls, calls through other files, and files that are not Python."""
    report = run()
    assert places(report) == ALL
    assert report.files == 5
    assert report.problems == ()
    assert report.exit_code == 1


def test_unchanged_project_gives_the_stored_report(run: Run) -> None:
    """When nothing changed nothing is read, and the report is the same."""
    first = run()
    assert run.read == 5
    assert run() == first
    assert run.read == -1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("p/sleeps.py", "x = 1\n"),
        ("p/new.py", SLEEPS),
        ("asynclint.toml", "ignore = ['AL101']\n"),
        (".gitignore", "low.py\n"),
    ],
)
def test_any_change_is_noticed(run: Run, path: str, text: str) -> None:
    """A changed file, a new file, another configuration and another ignore file make a new report."""
    first = run()
    (run.root / path).write_text(text)
    assert run() != first
    assert run.read <= 1


def test_removed_file_is_noticed(run: Run) -> None:
    """What is gone is not reported any more."""
    run()
    (run.root / "p/sleeps.py").unlink()
    assert places(run()) == ALL[:2]


def test_changed_knowledge_is_noticed(run: Run) -> None:
    """Knowledge files of the project belong to what a report depends on."""
    knowledge = run.root / "k.toml"
    header = '[header]\ndistribution = "d"\nversions = "1"\nsource = "s"\nmodules = ["d"]\n'
    knowledge.write_text(header)
    run(flags={"knowledge": ["k.toml"]})
    run(flags={"knowledge": ["k.toml"]})
    assert run.read == -1
    knowledge.write_text(f"{header}\n[functions]\n")
    run(flags={"knowledge": ["k.toml"]})
    assert run.read == 0


def test_installed_distribution_is_noticed(
    run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A distribution that is installed beside asynclint may bring rules."""
    packages = tmp_path_factory.mktemp("packages")
    monkeypatch.syspath_prepend(packages)
    first = run()
    assert run() == first
    assert run.read == -1
    (packages / "plugin-1.0.dist-info").mkdir()
    assert run() == first
    assert run.read == 0


def test_change_with_old_times_is_noticed(run: Run) -> None:
    """Size and modification time put back do not hide a change."""
    path = run.root / "p/sleeps.py"
    state = path.stat()
    run()
    path.write_text(SLEEPS.replace("sleep(", "ctime("))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert places(run()) == ALL[:2]


def test_same_content_is_not_read_again(run: Run) -> None:
    """A touched file is hashed, and its summary comes from the cache."""
    first = run()
    (run.root / "p/low.py").touch()
    assert run() == first
    assert run.read == 0


def test_copied_content_is_not_read_again(run: Run) -> None:
    """Without file rules the cache goes by content: a file under another name is known, but a stub is no module."""
    run(flags={"select": ["AL101"]})
    (run.root / "p/copy.py").write_text(SLEEPS)
    assert ("copy.py", 4, "AL101") in places(run(flags={"select": ["AL101"]}))
    assert run.read == 0
    (run.root / "p/stub.pyi").write_text(SLEEPS)
    run(flags={"select": ["AL101"]})
    assert run.read == 1


def test_damaged_entries_are_read_again(run: Run) -> None:
    """An entry that cannot be decoded costs time, not the run."""
    import sqlite3

    first = run()
    connection = sqlite3.connect(run.root / ".asynclint_cache" / FILE_NAME)
    connection.execute("UPDATE entries SET data = x'93'")
    connection.execute("UPDATE reports SET report = x'93'")
    connection.commit()
    connection.close()
    assert run() == first
    assert run.read == 5


def test_other_selection_uses_the_summaries(run: Run) -> None:
    """Another selection is another report of the same summaries."""
    run()
    assert places(run(flags={"ignore": ["AL101"]})) == ALL[:1]
    assert run.read == 0


def test_no_cache(run: Run) -> None:
    """Without cache nothing is written and everything is read."""
    run(flags={"no-cache": True})
    run(flags={"no-cache": True})
    assert run.read == 5
    assert not (run.root / ".asynclint_cache").exists()


@pytest.mark.parametrize("jobs", [1, 3])
def test_jobs_change_nothing(run: Run, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One process and several give the same report."""
    monkeypatch.setattr("asynclint.session.gathering.WORTH_A_POOL", 0)
    assert places(run(flags={"jobs": jobs, "no-cache": True})) == ALL


def test_given_paths_are_what_is_reported(run: Run) -> None:
    """Findings elsewhere are not shown, but calls through files elsewhere are known."""
    assert places(run("p/sleeps.py")) == ALL[2:]
    assert run("p/sleeps.py").files == 1
    assert places(run("p/low.py")) == ALL[1:2]


def test_any_call_on_the_way_concerns_a_file(run: Run) -> None:
    """A file through which a coroutine comes to a sink elsewhere is concerned."""
    assert places(run("p/high.py")) == ALL[1:2]


def test_problems_elsewhere_are_not_told(run: Run) -> None:
    """An undecodable file is a problem for who asks about it."""
    (run.root / "p/binary.py").write_bytes(b"\xff\n")
    assert run("p/sleeps.py").problems == ()
    report = run()
    assert [Path(problem.filename).name for problem in report.problems] == ["binary.py"]
    assert report.exit_code == 2
    assert places(report) == ALL


def test_text_replaces_a_file(run: Run) -> None:
    """Given text stands for the file in the whole program, and leaves no trace in the cache."""
    run()
    report = run("p/high.py", texts={"p/high.py": CALLS.replace("low.wait()", "pass")})
    assert places(report) == []
    assert places(run("p/high.py")) == ALL[1:2]


def test_text_of_a_new_file(run: Run) -> None:
    """A file that is not saved yet belongs to its package."""
    assert places(run("p/unsaved.py", texts={"p/unsaved.py": CALLS})) == ALL[1:2]


def test_syntax_error_is_told_whatever_is_selected(run: Run) -> None:
    """A file that was not checked is always told, unless that is ignored."""
    assert places(run("p/broken.py", flags={"select": ["AL301"]})) == ALL[:1]
    assert places(run("p/broken.py", flags={"ignore": ["AL000"]})) == []
    assert places(run("p/broken.py", flags={"per-file-ignores": {"p/broken.py": ["syntax-error"]}})) == []


def test_overrides(run: Run) -> None:
    """Tables of overrides change the selection in their files only."""
    (run.root / "asynclint.toml").write_text('[[overrides]]\ninclude = ["p/s*"]\nignore = ["AL1"]\n')
    assert places(run()) == ALL[:2]
    (run.root / "asynclint.toml").write_text(
        'select = []\n[[overrides]]\ninclude = ["p/s*"]\nextend-select = ["AL1"]\n'
    )
    assert places(run()) == [ALL[0], ALL[2]]


def test_suppressions(run: Run) -> None:
    """A comment silences its line and cuts traces, unless comments are to be ignored."""
    tree(run.root, {"p/high.py": CALLS.replace("wait()", "wait()  # asynclint: ignore[blocking-sleep] known")})
    tree(run.root, {"p/sleeps.py": SLEEPS.replace("sleep(1)", "sleep(1)  # noqa: ASYNC251")})
    assert places(run()) == ALL[:1]
    assert places(run(flags={"ignore-noqa": True})) == ALL


def test_unknown_rule_is_refused(run: Run) -> None:
    """A selector that stands for nothing is an error with the nearest name."""
    with pytest.raises(UsageError, match="did you mean `blocking-sleep`"):
        run(flags={"select": ["blocking-slep"]})


def test_broken_knowledge_is_refused(run: Run) -> None:
    """A knowledge file is named with what is wrong in it."""
    (run.root / "k.toml").write_text("nonsense = 1\n")
    with pytest.raises(UsageError, match=r"k\.toml"):
        run(flags={"knowledge": ["k.toml"]})


def test_crashing_rule_is_not_stored(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that fails is a problem, and the report is made anew the next time."""
    from asynclint.engine.registry import discover

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(discover().classes["AL101"], "check", fail)
    report = run()
    assert "blocking-sleep" in report.problems[0].message
    assert report.exit_code == 2
    assert places(report) == ALL[:1]
    monkeypatch.undo()
    assert places(run()) == ALL


def test_ways(run: Run) -> None:
    """All ways to a call are given as traces from the loop to the call."""
    paths = absolute([run.root], run.root)
    session = Session(*configure(paths, {}, directory=run.root))
    ways = session.ways(str(run.root / "p/low.py"), 4)
    assert [[Path(step.filename).name for step in way] for way in ways] == [["high.py", "low.py"]]
    assert session.ways(str(run.root / "p/low.py"), 3) == []


def test_configuration_file_by_name(run: Run) -> None:
    """--config reads another file, and pairs go before it."""
    (run.root / "other.toml").write_text("ignore = ['AL101']\n")
    assert places(run(config=["other.toml"])) == ALL[:1]
    assert places(run(config=["other.toml", "ignore=['AL000']"])) == []
    with pytest.raises(UsageError, match="there is no such file"):
        run(config=["missing.toml"])


def test_api(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`asynclint.check` checks paths relative to the working directory with their configuration."""
    import asynclint

    monkeypatch.chdir(run.root)
    assert asynclint.check is check
    assert places(asynclint.check(["p/low.py"])) == ALL[1:2]
    assert isinstance(asynclint.check(), asynclint.Report)


def test_collector_is_running_again(run: Run) -> None:
    """Pausing garbage collection ends with the check."""
    import gc

    run()
    assert gc.isenabled()
