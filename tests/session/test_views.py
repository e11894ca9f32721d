"""What rules get to see of files: the views that a program makes, and how many functions libcst was asked for."""

from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from asynclint.engine import registry
from asynclint.session.linking import Judge
from asynclint.session.reading import read_file, unpack
from asynclint.session.session import Session
from asynclint.session.setup import configure
from asynclint.session.sources import Sources
from asynclint.summarize import decode
from tests.rules.harness import settings
from tests.session.trees import tree

PLUGIN = """
from asynclint.rule import FileRule, ProgramRule

class Nodes(FileRule):
    code, name, since = "XY001", "nodes", "1.0"

    def check(self, file):
        for function in file.functions():
            if function.is_coroutine:
                yield self.finding(function.site(function.node.body.body[0].body[0]), "here")

class Views(ProgramRule):
    code, name, since = "XY002", "views", "1.0"

    def check(self, program):
        for module in program.modules():
            view = program.view(module)
            for function in view.functions():
                if not function.is_coroutine:
                    yield self.finding(function.site(function.node.body.body[0]), "there")
"""
TEXT = "async def f():\n    pass\ndef g(): pass\ndef h(): pass\n"


def test_verbose_says_how_often_libcst_was_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In file rules, of all functions of the files that were read, and in program rules."""
    monkeypatch.syspath_prepend(tree(tmp_path / "site", {"view_rules_plugin.py": PLUGIN}))
    point = EntryPoint("mine", "view_rules_plugin", registry.PLUGIN_GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda *, group: [point] if group == registry.PLUGIN_GROUP else [])
    root = tree(tmp_path / "project", {"asynclint.toml": "", "a.py": TEXT})
    told: list[str] = []
    log: Callable[[str], None] = told.append
    session = Session(*configure([root], {"select": ["XY"], "no-cache": True}, directory=root), log=log)
    report = session.check([root])
    assert report.problems == ()
    assert [(one.code, one.location.row, one.location.column) for one in report.findings] == [
        ("XY001", 2, 5), ("XY002", 3, 10), ("XY002", 4, 10),
    ]  # fmt: skip
    assert "file rules asked libcst for 1 of 3 functions (33.3 %)" in told
    assert "program rules asked libcst for 2 functions" in told


def test_a_view_is_of_what_was_summarised(tmp_path: Path) -> None:
    """A file that changed, or went, has none; one whose text was given has that one."""
    path = tmp_path / "a.py"
    path.write_text(TEXT)
    summary = unpack(read_file(str(path))).summary
    assert summary is not None

    def row(texts: dict[str, bytes]) -> str | None:
        judge = Judge(settings(tmp_path, {}))
        judge.judge({str(path): decode(summary)}, [], None, Sources(texts))
        program = judge.program
        assert program is not None
        view = program.view(program.modules()[0])
        assert program.view(program.modules()[0]) is view
        return view.lines[0] if view else None

    assert row({}) == "async def f():"
    path.write_text("x = 1\n")
    assert row({}) is None
    assert row({str(path): TEXT.encode()}) == "async def f():"
    path.unlink()
    assert row({}) is None
