"""``asynclint check`` with fixes: what is written to files, what is shown of it, and the exit code."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from asynclint.cli.console import counted, shortened, write
from asynclint.model.problems import Problem, UsageError

if TYPE_CHECKING:
    from asynclint.config.settings import FixChoice
    from asynclint.session.fixing import Fixed
    from asynclint.session.session import Session


class Mode(Enum):
    """What is to become of fixes."""

    NONE = "none"
    WRITE = "write"
    DIFF = "diff"
    IGNORE = "ignore"
    """Findings are suppressed instead."""

    @classmethod
    def of(cls, choice: "FixChoice", *, diff: bool, ignore: bool) -> "Mode":
        """The mode that options ask for; suppressions go before everything else, then a diff."""
        if ignore:
            return cls.IGNORE
        if diff:
            return cls.DIFF
        return cls.WRITE if choice.fix or choice.fix_only else cls.NONE


def check_and_fix(
    session: "Session",
    asked: Sequence[Path],
    texts: Mapping[str, bytes],
    choice: "FixChoice",
    mode: Mode,
    reason: str | None,
) -> "Fixed":
    """Check, and fix in memory if fixes are wanted. With ``fix-only`` the report is that nothing is left.

    ``reason`` is that of suppressions. Raises UsageError for one that a comment cannot hold.
    """
    from asynclint.session.fixing import Fixed, fix

    if mode is Mode.IGNORE:
        from asynclint.session.ignoring import ignore

        if texts:
            raise UsageError("--add-ignore writes to files; it cannot be used with standard input")
        return ignore(session, asked, _one_row(reason or ""))

    if mode is Mode.NONE:
        return Fixed(session.check(asked, texts))
    fixed = fix(session, asked, texts, unsafe=choice.unsafe_fixes)
    if choice.fix_only or mode is Mode.DIFF:
        fixed.report = replace(fixed.report, findings=())
    return fixed


def _one_row(reason: str) -> str:
    if not reason.isprintable() or "#" in reason:
        raise UsageError(f"--add-ignore: {reason!r} cannot be a reason; it is one row without `#`")
    return reason.strip()


def exit_code(fixed: "Fixed", mode: Mode, *, zero: bool, on_fix: bool) -> int:
    """2 for problems; 1 for findings unless ``zero``, for a diff, ``on_fix`` for files that were changed; else 0."""
    if fixed.report.problems:
        return 2
    if fixed.after and (mode is Mode.DIFF or on_fix):
        return 1
    if mode is Mode.IGNORE:
        return 0
    return int(bool(fixed.report.findings) and not zero)


def save(fixed: "Fixed", texts: Mapping[str, bytes]) -> None:
    """Write the changed files; what cannot be written becomes a problem of the report.

    A text that came from standard input goes to standard output, changed or not.
    """
    from asynclint.session.writing import rewrite

    for filename in list(fixed.after):
        if filename not in texts:
            reason = rewrite(filename, fixed.before[filename], fixed.after[filename])
            if reason is not None:
                del fixed.after[filename]
                fixed.counts.pop(filename, None)
                fixed.report = replace(fixed.report, problems=(*fixed.report.problems, Problem(filename, reason)))
    for filename, text in texts.items():
        sys.stdout.buffer.write(fixed.after.get(filename, text))
        sys.stdout.buffer.flush()


def show_diff(fixed: "Fixed", directory: Path, what: tuple[str, str], *, color: bool, quiet: bool) -> None:
    """Print a unified diff of what would change, and on standard error how much that is: a verb and a noun."""
    write(_diffs(fixed, directory, color=color), color=color)
    if not quiet:
        verb, noun = what
        number = counted(fixed.number, noun) if fixed.number else f"no {noun}s"
        click.echo(f"Would {verb} {number}.", err=True)


def _diffs(fixed: "Fixed", directory: Path, *, color: bool) -> Iterator[str]:
    from asynclint.syntax.source import decode

    styles = {"-": "red", "+": "green", "@": "cyan"}
    for filename in sorted(fixed.after):
        path = Path(filename)
        old, new = (decode(content[filename], path).text for content in (fixed.before, fixed.after))
        name = shortened(filename, directory)
        for line in unified_diff(_rows(old), _rows(new), name, name):
            whole = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
            yield click.style(whole, fg=styles.get(line[0])) if color and line[0] in styles else whole


def _rows(text: str) -> list[str]:
    """The rows with their ends; a carriage return alone is part of its row, as in a patch."""
    rows = text.split("\n")
    return [f"{row}\n" for row in rows[:-1]] + ([rows[-1]] if rows[-1] else [])


def _summary(fixed: "Fixed", directory: Path) -> Iterator[str]:
    """What was fixed, by file and rule, as ``--show-fixes`` lists it."""
    if not fixed.number:
        return
    yield f"\nFixed {counted(fixed.number, 'error')}:\n"
    for filename, counts in sorted(fixed.counts.items()):
        yield f"- {shortened(filename, directory)}:\n"
        for (code, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            yield f"    {count} \N{MULTIPLICATION SIGN} {code} ({name})\n"
    yield "\n"


def closing(fixed: "Fixed", choice: "FixChoice", directory: Path) -> Iterator[str]:
    """The last lines for people: what was fixed, how many findings there are and were, how many could be fixed."""
    if choice.show_fixes:
        yield from _summary(fixed, directory)
    findings, number = fixed.report.findings, fixed.number
    if choice.fix_only:
        yield f"Fixed {counted(number, 'error')}.\n" if number else ""
        return
    if not findings and not number:
        yield "" if fixed.report.problems else "All checks passed!\n"
        return
    found = f"Found {counted(len(findings) + number, 'error')}"
    yield f"{found} ({number} fixed, {len(findings)} remaining).\n" if number else f"{found}.\n"
    kinds = [finding.fix.applicability.value for finding in findings if finding.fix is not None]
    ready = len(kinds) if choice.unsafe_fixes else kinds.count("safe")
    hidden = len(kinds) - ready
    more = f"{hidden} hidden fix{'' if hidden == 1 else 'es'} can be enabled with the `--unsafe-fixes` option"
    if ready:
        yield f"[*] {ready} fixable with the `--fix` option{f' ({more})' if hidden else ''}.\n"
    elif hidden:
        yield f"No fixes available ({more}).\n"
