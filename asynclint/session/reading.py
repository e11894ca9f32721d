"""One file in, bytes out: the work that runs in worker processes and, for few files, in this one."""

import traceback
from pathlib import Path

import msgspec
from msgspec import Struct

from asynclint.summarize import encode, summarize
from asynclint.syntax.parse import SyntaxProblem, parse
from asynclint.syntax.source import Source, UnreadableSource, decode, read


class SyntaxFault(Struct, frozen=True, array_like=True):
    """Why and where no supported Python can parse a file."""

    row: int
    column: int
    message: str


class Reading(Struct, frozen=True, array_like=True):
    """What came of reading one file, without its path.

    ``digest`` is that of the content, empty when there is none. ``summary`` is encoded; it is None when there is a
    ``fault`` of the file's syntax, or a ``problem``: a row (0: the whole file) and a sentence.
    """

    digest: str
    summary: bytes | None = None
    fault: SyntaxFault | None = None
    problem: tuple[int, str] | None = None


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Reading)


def unpack(data: bytes) -> Reading:
    """The reading that bytes hold. Raises ``msgspec.DecodeError`` when they hold none (a damaged cache)."""
    return _DECODER.decode(data)


def read_file(path: str) -> bytes:
    """Read, parse and summarise the file at an absolute path; a packed ``Reading``, whatever happens."""
    try:
        source = read(Path(path))
    except UnreadableSource as error:
        return problem(error.reason, error.line or 0)
    return _read(source)


def read_text(path: str, data: bytes) -> bytes:
    """The same for content that does not come from the file."""
    try:
        source = decode(data, Path(path))
    except UnreadableSource as error:
        return problem(error.reason, error.line or 0)
    return _read(source)


def problem(reason: str, row: int = 0) -> bytes:
    """The packed reading of a file that could not be read."""
    return _ENCODER.encode(Reading("", problem=(row, reason)))


def _read(source: Source) -> bytes:
    try:
        reading = Reading(source.digest, summary=encode(summarize(source, parse(source))))
    except SyntaxProblem as error:
        reading = Reading(source.digest, fault=SyntaxFault(error.line, error.column, error.message))
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        return problem(f"asynclint failed on this file, at {where}: {type(error).__name__}: {error}")
    return _ENCODER.encode(reading)
