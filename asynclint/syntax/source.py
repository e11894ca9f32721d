"""Reads and decodes Python files, as the interpreter would (PEP 263, PEP 3120)."""

import codecs
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

_BOM = b"\xef\xbb\xbf"
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_BYTES_LINE_END = re.compile(rb"\r\n?|\n")
_LINE_END = re.compile(r"\r\n?|\n")


class UnreadableSource(Exception):  # noqa: N818 - it names a state of the file, not a fault of the program
    """A file that could not be read or decoded.

    `path` is the file, `line` the 1-based line at fault (None when no line is), and `reason` one clear sentence
    without a full stop.
    """

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        super().__init__(path, line, reason)
        self.path = path
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        return f"{where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Source:
    r"""The decoded content of one file.

    `text` has no byte order mark and keeps the line ends of the file. `encoding` is the codec that decodes it (and
    encodes it again; `bom` says whether a UTF-8 byte order mark goes before). `newline` is the line end of the first
    line, `"\n"` for a file of one line. `digest` is the BLAKE2b hash (16 bytes, in hex) of the bytes of the file.
    """

    path: Path
    text: str
    encoding: str
    bom: bool
    newline: str
    digest: str

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        text = self.text
        return line_ends(text, 0, len(text)) + (text != "" and text[-1] not in "\r\n")

    @property
    def lines(self) -> list[str]:
        r"""The lines without their ends, counted as the tokenizer of CPython counts them (computed at each call).

        Only `\n`, `\r\n` and `\r` end a line: form feeds and the Unicode separators do not.
        """
        return split_lines(self.text)

    def encode(self, text: str) -> bytes:
        """The bytes that a changed `text` of this file should be written as. Raises UnicodeEncodeError."""
        return (_BOM if self.bom else b"") + text.encode(self.encoding)


def read(filename: str | os.PathLike[str]) -> Source:
    """Reads and decodes a file. Raises `UnreadableSource`."""
    path = Path(filename)
    try:
        mode = os.stat(filename).st_mode  # a new `Path` takes five times as long
        if not stat.S_ISREG(mode):
            kind = "a directory" if stat.S_ISDIR(mode) else "not a regular file"
            raise UnreadableSource(path, None, f"it is {kind}")
        with open(filename, "rb", buffering=0) as file:
            data = file.readall()
    except FileNotFoundError:
        raise UnreadableSource(path, None, "there is no such file (any more)") from None
    except PermissionError:
        raise UnreadableSource(path, None, "there is no permission to read it") from None
    except OSError as error:
        raise UnreadableSource(path, None, f"it cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise UnreadableSource(path, None, f"it cannot be read: {error}") from None
    return decode(data, path)


def decode(data: bytes, path: Path) -> Source:
    """Decodes the bytes of a Python file; `path` only names it. Raises `UnreadableSource`.

    The encoding is that of the cookie in one of the first two lines (PEP 263), otherwise UTF-8. With a UTF-8 byte
    order mark the cookie may only name UTF-8.
    """
    bom = data.startswith(_BOM)
    body = data[len(_BOM) :] if bom else data
    encoding = _encoding(body, bom, path)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_at(body, error.start)
        byte = f"the byte 0x{body[error.start]:02x}" if error.start < len(body) else "the end of the file"
        raise UnreadableSource(path, line, f"{byte} in line {line} is not valid {encoding}") from None
    except (LookupError, ValueError) as error:
        raise UnreadableSource(path, None, f"its content cannot be decoded as {encoding}: {error}") from None
    first_end = _LINE_END.search(text)
    newline = first_end.group() if first_end else "\n"
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    return Source(path=path, text=text, encoding=encoding, bom=bom, newline=newline, digest=digest)


def split_lines(text: str) -> list[str]:
    r"""The lines of `text` without their ends; only `\n`, `\r\n` and `\r` end one, and the last end starts none."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def line_ends(text: str, start: int, end: int) -> int:
    r"""How many lines end between two offsets of a text, neither of which lies inside a `\r\n`."""
    ends = text.count("\n", start, end)
    if "\r" in text:
        ends += text.count("\r", start, end) - text.count("\r\n", start, end)
    return ends


def _encoding(body: bytes, bom: bool, path: Path) -> str:
    cookie = _cookie(body)
    if cookie is None:
        return "utf-8"
    line, spelled = cookie
    try:
        encoding = codecs.lookup(_usual_name(spelled)).name
        if "x".encode(encoding) == b"":
            raise LookupError
    except (LookupError, ValueError):
        reason = f"line {line} declares the encoding {spelled!r}, which Python does not know"
        raise UnreadableSource(path, line, reason) from None
    if bom and encoding not in {"utf-8", "utf-8-sig"}:
        reason = f"line {line} declares the encoding {spelled!r}, but the file starts with a UTF-8 byte order mark"
        raise UnreadableSource(path, line, reason)
    return "utf-8" if bom else encoding


def _cookie(body: bytes) -> tuple[int, str] | None:
    """The line number and the value of the encoding cookie, if one of the first two lines has one."""
    start = 0
    for number in (1, 2):
        end = _BYTES_LINE_END.search(body, start)
        line = body[start : end.start()] if end else body[start:]
        found = _COOKIE.match(line)
        if found:
            return number, found.group(1).decode("ascii", "replace")
        if end is None or not _BLANK.match(line):
            return None
        start = end.end()
    return None


def _usual_name(spelled: str) -> str:
    """The codec name for a cookie; editors' spellings such as `utf-8-unix` are understood as CPython does."""
    name = spelled[:12].lower().replace("_", "-")
    if name == "utf-8" or name.startswith("utf-8-"):
        return "utf-8"
    if name in {"latin-1", "iso-8859-1", "iso-latin-1"} or name.startswith(("latin-1-", "iso-8859-1-", "iso-latin-1-")):
        return "iso-8859-1"
    return spelled


def _line_at(body: bytes, offset: int) -> int:
    return 1 + len(_BYTES_LINE_END.findall(body, 0, offset))
