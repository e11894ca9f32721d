"""Rules that see one file run where it is read; what they find counts as what program rules find."""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import msgspec
import pytest

from asynclint.config.reader import Values
from asynclint.engine import registry
from asynclint.model.summary import Use
from asynclint.session import gathering, stored
from asynclint.session.report import Report
from asynclint.session.session import Session
from asynclint.session.setup import configure
from asynclint.store.cache import FILE_NAME
from asynclint.store.records import FINE_MARGIN
from asynclint.summarize import summarize
from asynclint.summarize.view import FileView
from asynclint.syntax.parse import parse
from asynclint.syntax.source import decode
from tests.session.trees import tree

PLUGIN = """
from asynclint.rule import Confidence, FileRule

asked = []

class Prints(FileRule):
    code, name, since = "XY001", "prints", "1.0"

    def check(self, file):
        asked.append((self.code, file.filename))
        for call in file.calls():
            if call.spelled == "print":
                yield self.finding(call, f"`print` in `{call.function_name}`", confidence=Confidence.LIKELY)

class Nameless(FileRule):
    code, name, since = "XY002", "nameless", "1.0"

    def check(self, file):
        asked.append((self.code, file.filename))
        for function in file.functions():
            if function.spelled == "_":
                yield self.finding(function, "a function without a name")

class Fails(FileRule):
    code, name, since, default = "XY003", "fails", "1.0", False

    def check(self, file):
        yield from ()
        if file.filename.endswith("b.py"):
            raise ZeroDivisionError("oh \\udcff")

class Lies(FileRule):
    code, name, since, default = "XY004", "lies", "1.0", False

    def check(self, file):
        yield self.finding(next(file.calls()), None)

class Named(FileRule):
    code, name, since, default = "XY005", "named", "1.0", False

    def check(self, file):
        if file.filename.endswith("c.py"):
            yield from (self.finding(call, "in c.py") for call in file.calls())
"""
PRINTS = "def f():\n    print(1)\n"
PROJECT = {
    "asynclint.toml": "",
    "a.py": PRINTS,
    "b.py": "import time\n\nasync def _():\n    time.sleep(1)\n    print('ä', print(2))\n",
}

Check = Callable[..., Report]


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module of file rules, installed as a plug-in; ``asked`` tells which rule was asked about which file."""
    folder = tree(tmp_path / "site", {"file_rules_plugin.py": PLUGIN})
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "file_rules_plugin", raising=False)
    point = EntryPoint("mine", "file_rules_plugin", registry.PLUGIN_GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda *, group: [point] if group == registry.PLUGIN_GROUP else [])
    return point.load()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two files."""
    monkeypatch.setattr(stored, "code_state", lambda: b"the code does not change while tests run")
    return tree(tmp_path / "project", PROJECT)


@pytest.fixture
def check(root: Path) -> Check:
    """Check the project."""

    def run(**flags: object) -> Report:
        time.sleep(2 * FINE_MARGIN / 1e9)
        values: Values = {name.replace("_", "-"): value for name, value in flags.items()}
        return Session(*configure([root], values, directory=root)).check([root])

    return run


def places(report: Report) -> list[tuple[str, int, int, str]]:
    """The findings as file name, row, column and code."""
    return [(Path(one.filename).name, *msgspec.structs.astuple(one.location), one.code) for one in report.findings]


A, B_NAME, B_SLEEP = ("a.py", 2, 5, "XY001"), ("b.py", 3, 1, "XY002"), ("b.py", 4, 5, "AL101")
B_OUTER, B_INNER = ("b.py", 5, 5, "XY001"), ("b.py", 5, 16, "XY001")
ALL = [A, B_NAME, B_SLEEP, B_OUTER, B_INNER]


def entries(root: Path) -> dict[bytes, bytes]:
    """What the cache holds of files."""
    connection = sqlite3.connect(root / ".asynclint_cache" / FILE_NAME)
    try:
        return dict(connection.execute("SELECT key, data FROM entries"))
    finally:
        connection.close()


def test_findings_of_both_kinds_are_merged(plugin: Any, check: Check, root: Path) -> None:
    """File rules and program rules make one sorted list, with absolute paths."""
    report = check()
    assert places(report) == ALL
    assert report.problems == ()
    first = report.findings[0]
    assert (first.filename, first.message, first.function) == (str(root / "a.py"), "`print` in `f`", "f")
    assert len(plugin.asked) == 4


def test_selection_and_confidence_apply(plugin: Any, check: Check, root: Path) -> None:
    """Per file, and for the whole project."""
    assert places(check(ignore=["XY002"])) == [A, B_SLEEP, B_OUTER, B_INNER]
    assert places(check(min_confidence="certain")) == [B_NAME, B_SLEEP]
    (root / "asynclint.toml").write_text('[per-file-ignores]\n"b.py" = ["XY001"]\n')
    assert places(check()) == [A, B_NAME, B_SLEEP]
    (root / "asynclint.toml").write_text('[[overrides]]\ninclude = ["a.py"]\nmin-confidence = "certain"\n')
    assert places(check()) == ALL[1:]


def test_suppressions_apply(plugin: Any, check: Check, root: Path) -> None:
    """A comment at a finding of a file rule silences it; one that silences nothing is told."""
    (root / "a.py").write_text("def f():\n    print(1)  # asynclint: ignore[prints] it is a program\n")
    (root / "b.py").write_text("def _(\n    a,\n):  # noqa: XY002\n    print(a)  # noqa: XY002\n")
    assert places(check()) == [("b.py", 4, 5, "XY001"), ("b.py", 4, 15, "AL001")]
    assert places(check(ignore_noqa=True)) == [A, ("b.py", 1, 1, "XY002"), ("b.py", 4, 5, "XY001")]


def test_findings_are_cached(plugin: Any, check: Check, root: Path) -> None:
    """A file whose content is known is not given to the rules again, even if the report has to be made anew."""
    first = check()
    plugin.asked.clear()
    (root / "a.py").touch()
    assert check() == first
    (root / "c.py").write_text("")
    check()
    assert {Path(name).name for _, name in plugin.asked} == {"c.py"}


@pytest.mark.parametrize(
    "flags", [{"ignore": ["XY002"]}, {"target_version": "3.12"}, {"no_checkpoint_warning_decorators": ["fast"]}]
)
def test_another_choice_is_asked_again(plugin: Any, check: Check, flags: dict[str, object]) -> None:
    """The rules in effect and the target version belong to what is cached."""
    check()
    plugin.asked.clear()
    check(**flags)
    asked = {(code, Path(name).name) for code, name in plugin.asked}
    assert asked >= {("XY001", "a.py"), ("XY001", "b.py")}


def test_changed_plugin_is_asked_again(plugin: Any, check: Check) -> None:
    """So does the code of a plug-in, which the state of asynclint's code does not cover."""
    check()
    plugin.asked.clear()
    Path(plugin.__file__).write_text(f"{PLUGIN}\n# another one\n")
    check()
    assert len(plugin.asked) == 4


def test_a_rule_may_go_by_the_path(plugin: Any, check: Check, root: Path) -> None:
    """Files with the same content do not share findings."""
    assert places(check(select=["XY005"])) == []
    (root / "c.py").write_text(PRINTS)
    assert places(check(select=["XY005"])) == [("c.py", 2, 5, "XY005")]


def test_without_file_rules_the_cache_is_as_ever(
    plugin: Any, check: Check, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody pays for plug-ins that are not selected."""
    program_rules = ["AL101"]
    check(select=program_rules)
    with_plugin = entries(root)
    assert plugin.asked == []
    monkeypatch.setattr(registry, "entry_points", lambda *, group: [])
    monkeypatch.setattr(gathering, "read_all", lambda *_: iter(()))
    assert places(check(select=program_rules)) == [B_SLEEP]
    assert entries(root) == with_plugin
    assert all(len(msgspec.msgpack.decode(data)) == 4 for data in with_plugin.values())


def test_many_processes_give_what_one_gives(
    plugin: Any, check: Check, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report and the cache are the same to the byte, and with two jobs no rule runs in this process."""
    monkeypatch.setattr(gathering, "WORTH_A_POOL", 0)
    (root / "c.py").write_text("".join(f"def f{number}(): print()\n" for number in range(50)))
    reports, caches = [], []
    for jobs in (1, 2):
        plugin.asked.clear()
        (root / ".asynclint_cache" / FILE_NAME).unlink(missing_ok=True)
        reports.append(msgspec.msgpack.encode(check(jobs=jobs, extend_select=["XY"])))
        caches.append(entries(root))
        assert len(plugin.asked) == (6 if jobs == 1 else 0)
    assert reports[0] == reports[1]
    assert caches[0] == caches[1]


def test_a_rule_that_cannot_travel_runs_here(plugin: Any, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """A class that other processes could not find by its name is no reason to fail."""
    monkeypatch.setattr(gathering, "WORTH_A_POOL", 0)
    plugin.Prints.__qualname__ = "made.somewhere"
    assert places(check(jobs=2)) == ALL
    assert plugin.asked


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_rule_that_raises(plugin: Any, check: Check, root: Path, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    """Its failure is told with the rule and the file, the others count, and the next run tells it again."""
    monkeypatch.setattr(gathering, "WORTH_A_POOL", 0)
    for _ in range(2):
        report = check(jobs=jobs, extend_select=["XY003"])
        assert places(report) == ALL
        row = PLUGIN.partition("raise ")[0].count("\n") + 1
        sentence = f"the rule fails (XY003) failed at file_rules_plugin.py:{row}: ZeroDivisionError: oh ?"
        assert [str(one) for one in report.problems] == [f"{root / 'b.py'}: {sentence}"]
        assert report.exit_code == 2


def test_a_rule_that_yields_no_findings_fails(plugin: Any, check: Check) -> None:
    """What could not be kept or printed is the rule's fault, not the cache's."""
    report = check(extend_select=["XY004"])
    assert places(report) == ALL
    assert [one.message.partition(" failed ")[0] for one in report.problems] == ["the rule lies (XY004)"] * 2


def view(text: str) -> FileView:
    source = decode(text.encode(), Path("/p/a.py"))
    return FileView(source, summarize(source, parse(source)), (3, 11))


def test_view_of_a_file() -> None:
    """Sites have the face of the program's; libcst comes at the first question."""
    file = view(
        "class C:\n    @d\n    async def m(self,\n        a):\n        # w\n\n        ä(); a.b(1)[0](\n        )\n"
    )
    assert file.lines[0] == "class C:"
    (method,) = file.functions()
    place = (method.location.row, method.location.column, method.end_location.row, method.end_location.column)
    assert place == (3, 5, 3, 16)
    assert (method.statement_row, method.noqa_row, method.function_name) == (3, 4, "C.m")
    sites: Iterator[Any] = file.calls()
    calls = {call.spelled: call for call in sites}
    assert set(calls) == {"ä", "a.b", "a.b(…)[…]"}
    last = calls["a.b(…)[…]"]
    assert (last.location.column, last.end_location.row, last.use) == (14, 8, Use.DROPPED)
    assert (last.filename, last.statement_row, last.noqa_row, last.function_name) == ("/p/a.py", 7, 8, "C.m")
    assert file.cst.module is not None
    assert file.cst.module.code == file.source.text
