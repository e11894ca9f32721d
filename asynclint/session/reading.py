"""One file in, bytes out: the work that runs in worker processes and, for few files, in this one."""

import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from asynclint.model.findings import Finding
from asynclint.model.options import RuleOptions
from asynclint.model.summary import FileSummary
from asynclint.summarize import encode, summarize
from asynclint.syntax.parse import SyntaxProblem, parse
from asynclint.syntax.source import Source, UnreadableSource, decode, read

if TYPE_CHECKING:
    from asynclint.rule import FileRule


class Checks(NamedTuple):
    """The file rules to run on every file that can be parsed, in the order of their codes."""

    rules: "tuple[type[FileRule], ...]"
    target_version: tuple[int, int]
    options: RuleOptions = RuleOptions()
    selectors: frozenset[str] = frozenset()


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


class Checked(Reading, frozen=True, array_like=True):
    """A reading with what file rules say of the file.

    A finding in the file itself has no ``filename``. ``failures`` are sentences about rules that raised. ``trees`` is
    for how many functions libcst was asked.
    """

    findings: tuple[Finding, ...] = ()
    failures: tuple[str, ...] = ()
    trees: int = 0


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Checked)
_FINDINGS = msgspec.msgpack.Decoder(list[Finding])


def unpack(data: bytes) -> Checked:
    """The reading that bytes hold. Raises ``msgspec.DecodeError`` when they hold none (a damaged cache)."""
    return _DECODER.decode(data)


def read_file(path: str, checks: Checks | None = None) -> bytes:
    """Read, parse, summarise and check the file at an absolute path; a packed ``Reading``, whatever happens.

    With ``checks`` it is a packed ``Checked`` if the file can be parsed.
    """
    try:
        source = read(path)
    except UnreadableSource as error:
        return problem(error.reason, error.line or 0)
    return _read(source, checks)


def read_text(path: str, data: bytes, checks: Checks | None = None) -> bytes:
    """The same for content that does not come from the file."""
    try:
        source = decode(data, Path(path))
    except UnreadableSource as error:
        return problem(error.reason, error.line or 0)
    return _read(source, checks)


def problem(reason: str, row: int = 0) -> bytes:
    """The packed reading of a file that could not be read."""
    return _ENCODER.encode(Reading("", problem=(row, reason)))


def _read(source: Source, checks: Checks | None) -> bytes:
    try:
        summary = summarize(source, parse(source))
        reading = Reading(source.digest, summary=encode(summary))
    except SyntaxProblem as error:
        reading = Reading(source.digest, fault=SyntaxFault(error.line, error.column, error.message))
    except Exception as error:
        return problem(f"asynclint failed on this file, {_where(error)}")
    else:
        if checks is not None:
            reading = _checked(reading, source, summary, checks)
    return _ENCODER.encode(reading)


def _checked(reading: Reading, source: Source, summary: FileSummary, checks: Checks) -> Checked:
    """The reading with what the rules find; of a rule that raises, or yields what is no finding, nothing counts."""
    from asynclint.session.gates import concerned
    from asynclint.summarize.view import FileView

    file = FileView(source, summary, checks.target_version, checks.options, checks.selectors)
    findings: list[Finding] = []
    failures: list[str] = []
    for rule in concerned(checks.rules, source.text, summary):
        try:
            found = [_nameless(finding, file.filename) for finding in rule().check(file)]
            if found:
                findings += _FINDINGS.decode(_ENCODER.encode(found))
        except Exception as error:
            failures.append(f"the rule {rule.name} ({rule.code}) failed {_where(error)}")
    return Checked(
        reading.digest, reading.summary, findings=tuple(findings), failures=tuple(failures), trees=file.trees_made
    )


def _nameless(finding: Finding, filename: str) -> Finding:
    """A finding without the name of its own file, which need not be text."""
    return msgspec.structs.replace(finding, filename="") if finding.filename == filename else finding


def _where(error: Exception) -> str:
    """The file and row that raised, and the error, as text that can be encoded."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    where = f"at {Path(frame.filename).name}:{frame.lineno}: {type(error).__name__}: {error}"
    return where.encode(errors="replace").decode()
