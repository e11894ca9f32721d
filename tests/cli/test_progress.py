"""A bar for people who wait, and for nobody else."""

import io
import sys

import pytest

from asynclint.cli import progress
from asynclint.cli.progress import Progress


class Terminal(io.StringIO):
    """A terminal that remembers what was drawn."""

    def isatty(self) -> bool:
        return True


def drawn(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, patience: float, wanted: bool = True) -> str:
    """What is drawn on a stream while three files are read."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "PATIENCE", patience)
    with Progress(wanted=wanted) as report:
        for done in (1, 2, 3):
            report(done, 3)
    return stream.getvalue()


def test_long_work_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the patience is over there is a bar, which ends full."""
    text = drawn(monkeypatch, Terminal(), patience=0)
    assert "Reading files" in text
    assert "100%" in text


def test_short_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that is done within the patience draws nothing."""
    assert drawn(monkeypatch, Terminal(), patience=60) == ""


def test_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Logs and pipes get no bar."""
    assert drawn(monkeypatch, io.StringIO(), patience=0) == ""


def test_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quiet means no bar either."""
    assert drawn(monkeypatch, Terminal(), patience=0, wanted=False) == ""
