"""Reading and decoding: PEP 263 cookies, byte order marks, line ends, and what cannot be read."""

import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asynclint.syntax import source
from asynclint.syntax.source import Source, UnreadableSource, decode, read, split_lines

HERE = Path("page.py")


def test_plain_utf8() -> None:
    source = decode("x = 'é'\n".encode(), HERE)
    assert source == Source(HERE, "x = 'é'\n", "utf-8", False, "\n", source.digest)
    assert len(source.digest) == 32


def test_an_empty_file_has_no_lines() -> None:
    source = decode(b"", HERE)
    assert (source.text, source.lines, source.newline) == ("", [], "\n")


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "iso8859-1", "x = 'é'"),
        (b"#!/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\n", "cp1252", "x = '€'"),
        (b"# coding=utf-8-unix\nx = '\xc3\xa9'\n", "utf-8", "x = 'é'"),
        (b"# coding: iso-latin-1-mac\rx = '\xe9'", "iso8859-1", "x = 'é'"),
        (b"\n\n# coding: latin-1\nx = '\xc3\xa9'\n", "utf-8", "x = 'é'"),
        (b"x = 1\n# coding: latin-1\ny = '\xc3\xa9'\n", "utf-8", "y = 'é'"),
        (b"\x0c# coding: koi8-r\nx = '\xc1'\n", "koi8-r", "x = 'а'"),  # noqa: RUF001
        (b"'''\n# coding: latin-1'''\nx = '\xc3\xa9'\n", "utf-8", "x = 'é'"),
    ],
)
def test_cookies(data: bytes, encoding: str, text: str) -> None:
    source = decode(data, HERE)
    assert source.encoding == encoding
    assert source.lines[-1] == text
    assert source.encode(source.text) == data


def test_a_byte_order_mark_is_taken_off_and_put_back() -> None:
    data = b"\xef\xbb\xbf# coding: utf8\nx = 1\n"
    source = decode(data, HERE)
    assert source.bom
    assert source.text.startswith("# coding")
    assert source.encode(source.text) == data


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"# coding: klingon\n", 1, "'klingon', which Python does not know"),
        (b"#\n# coding: rot13\n", 2, "'rot13', which Python does not know"),
        (b"\xef\xbb\xbf# coding: latin-1\n", 1, "byte order mark"),
        (b"x = 1\ry = 2\r\nz = '\xff'\n", 3, "the byte 0xff in line 3 is not valid utf-8"),
        (b"x = '\xc3", 1, "the byte 0xc3 in line 1 is not valid utf-8"),
        (b"\xff\xfex\x00", 1, "the byte 0xff in line 1"),
        (b"# coding: undefined\n", 1, "'undefined', which Python does not know"),
    ],
)
def test_undecodable(data: bytes, line: int, words: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        decode(data, HERE)
    assert (caught.value.path, caught.value.line) == (HERE, line)
    assert words in caught.value.reason
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\nb", ["a", "b"]),
        ("a\r\nb\r\n", ["a", "b"]),
        ("a\rb\n\nc", ["a", "b", "", "c"]),
        ("a\x0cb\x0bc\x1cd\u2028e\x85f\n", ["a\x0cb\x0bc\x1cd\u2028e\x85f"]),
        ("\n", [""]),
    ],
)
def test_only_newlines_end_lines(text: str, lines: list[str]) -> None:
    assert split_lines(text) == lines
    assert decode(text.encode(), HERE).line_count == len(lines)


@pytest.mark.parametrize(("text", "newline"), [("a\r\nb\n", "\r\n"), ("a\rb\n", "\r"), ("a\nb\r\n", "\n")])
def test_the_newline_style_is_that_of_the_first_line(text: str, newline: str) -> None:
    assert decode(text.encode(), HERE).newline == newline


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    data = b"pass\n" + text.encode()
    source = decode(data, HERE)
    assert source.encode(source.text) == data


def test_read(tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    path.write_bytes(b"x = 1\r\n")
    assert read(path).text == "x = 1\r\n"


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="no such file"):
        read(tmp_path / "gone.py")
    with pytest.raises(UnreadableSource, match="it is a directory"):
        read(tmp_path)
    with pytest.raises(UnreadableSource, match="cannot be read"):
        read(Path("a\0b.py"))
    with pytest.raises(UnreadableSource, match="cannot be read"):
        read(tmp_path / ("x" * 5000))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    with pytest.raises(UnreadableSource, match="not a regular file"):
        read(tmp_path / "pipe.py")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(13, "Permission denied"), "there is no permission to read it"),
        (FileNotFoundError(2, "No such file"), "there is no such file"),
        (OSError(5, "Input/output error"), "it cannot be read: Input/output error"),
    ],
)
def test_what_happens_while_reading(monkeypatch: pytest.MonkeyPatch, error: OSError, words: str) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise error

    monkeypatch.setattr(source, "open", fail, raising=False)
    with pytest.raises(UnreadableSource, match=words):
        read(Path(__file__))
