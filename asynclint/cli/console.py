"""Standard output, standard error and output files."""

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import click

from asynclint.model.problems import UsageError

KEPT: list[object] = []
"""What need not be taken apart before the process ends."""


def write(parts: Iterable[str], color: bool, *, err: bool = False) -> None:
    """Print to standard output or error, as UTF-8 or with escapes for what the terminal's encoding does not have."""
    encoding = (sys.stderr if err else sys.stdout).encoding or "utf-8"
    for part in parts:
        text = part.encode(encoding, "backslashreplace").decode(encoding)
        click.echo(text, nl=False, color=color, err=err)


def write_file(path: Path, parts: Iterable[str]) -> None:
    """Write a file as a whole: a reader sees the old content or the new. Raises UsageError if that cannot be done."""
    import tempfile

    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        target = path.resolve()
        if target.exists() and not target.is_file():  # a device or a pipe
            with open(target, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.writelines(parts)
            return
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=target.parent)
        with open(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(parts)
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except (OSError, ValueError) as error:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{path}: this file cannot be written: {reason}") from None


def _mode(path: Path) -> int:
    """The permissions that the file has, or would get."""
    try:
        return path.stat().st_mode & 0o7777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def wants_color(when: str) -> bool:
    """Whether standard output is to be coloured: as asked, else on a terminal, as the environment allows."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def tell(kind: str, sentence: str) -> None:
    """Say something on standard error."""
    style = {"error": "red", "warning": "yellow"}[kind]
    click.echo(f"{click.style(kind, fg=style, bold=True)}: {sentence}", err=True)


def shortened(path: str, directory: Path) -> str:
    """A path, or a sentence that starts with one, for people: relative where it lies below the directory."""
    return path.removeprefix(f"{directory}{os.sep}")


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
