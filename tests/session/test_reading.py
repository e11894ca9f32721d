"""What a worker gives back for files of every kind."""

from pathlib import Path

import pytest

from asynclint.session import reading
from asynclint.summarize import decode


def read(tmp_path: Path, data: bytes) -> reading.Reading:
    path = tmp_path / "a.py"
    path.write_bytes(data)
    assert reading.read_text(str(path), data) == reading.read_file(str(path))
    return reading.unpack(reading.read_file(str(path)))


def test_summary(tmp_path: Path) -> None:
    """A file that parses gives its summary."""
    one = read(tmp_path, b"async def f(): pass\n")
    assert one.summary is not None
    assert [function.name for function in decode(one.summary).functions][1:] == ["f"]
    assert decode(one.summary).digest == one.digest


def test_syntax_error(tmp_path: Path) -> None:
    """A file that no Python parses gives the place and the message, and its digest."""
    one = read(tmp_path, b"x = 1\ny = (\n")
    assert one.summary is None
    assert one.fault is not None
    assert (one.fault.row, one.fault.message) == (2, "'(' was never closed")
    assert one.digest


def test_undecodable_file(tmp_path: Path) -> None:
    """A file that is no text gives a problem with its row, and nothing that could be kept."""
    one = read(tmp_path, b"x = 1\ny = '\xff'\n")
    assert one.problem is not None
    assert one.problem[0] == 2
    assert (one.summary, one.fault, one.digest) == (None, None, "")


def test_missing_file(tmp_path: Path) -> None:
    """A file that went away meanwhile is a problem."""
    one = reading.unpack(reading.read_file(str(tmp_path / "gone.py")))
    assert one.problem == (0, "there is no such file (any more)")


def test_our_own_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When asynclint itself fails on a file, that is said of this file, with the place in asynclint's code."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(reading, "summarize", fail)
    one = read(tmp_path, b"")
    assert one.problem is not None
    assert "asynclint failed on this file, at test_reading.py:" in one.problem[1]
    assert "ZeroDivisionError: oh" in one.problem[1]
