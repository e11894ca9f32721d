"""Which rows were changed since a revision, as git says."""

import os
import re
import subprocess
from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from asynclint.model.focus import EVERY_ROW, Rows
from asynclint.model.problems import UsageError

_HUNK: Final = re.compile(rb"@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@")
_DIFF: Final = (
    "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--unified=0", "--inter-hunk-context=0", "--find-renames",
    "--ignore-submodules", "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
_CONFIGURATION: Final = ("-c", "core.fsmonitor=false", "-c", "core.quotepath=true", "-c", "diff.relative=false")
"""Neither the repository's own configuration nor the user's changes what is printed, or runs a program."""


class Changes:
    """The rows of a work tree that differ from a revision; those beside deleted rows are among them.

    For a branch, the revision is where the work tree's own history left it. Files that git does not know, and does not
    ignore, are new as a whole.
    """

    def __init__(self, revision: str, folder: Path) -> None:
        """``folder`` lies in the work tree. Raises UsageError with a sentence where git cannot tell."""
        self._revision = revision
        self._folder = folder
        if revision.startswith("-") or not revision.isprintable():
            raise UsageError(f"--diff-base {revision!r}: this is no revision")
        self._prefix = self._git("rev-parse", "--show-prefix").rstrip(b"\n")
        self._top = os.fsdecode(self._git("rev-parse", "--show-toplevel").rstrip(b"\n"))
        self._base = self._common_ancestor()
        self._renamed: dict[str, bytes] = {}
        self.rows: dict[str, Rows] = dict(self._changed())
        untracked = self._git("-C", self._top, "ls-files", "--others", "--exclude-standard", "-z")
        self.rows |= {self._filename(name): EVERY_ROW for name in untracked.split(b"\0") if name}

    def with_texts(self, texts: Mapping[str, bytes]) -> dict[str, Rows]:
        """The rows, where some files (by absolute path) have other texts than in the work tree."""
        return self.rows | {filename: self._rows_of(filename, text) for filename, text in texts.items()}

    def _common_ancestor(self) -> str:
        found = self._run("rev-parse", "--verify", "--quiet", f"{self._revision}^{{commit}}")
        if found.returncode != 0:
            raise UsageError(
                f"--diff-base {self._revision}: git does not know this revision (fetch it into a shallow clone)"
            )
        commit = found.stdout.strip().decode()
        return self._run("merge-base", commit, "HEAD").stdout.strip().decode() or commit

    def _changed(self) -> Iterator[tuple[str, Rows]]:
        """Each file that is still there and its rows."""
        filename, rows, old = "", list[tuple[int, int]](), b""
        for line in self._git(*_DIFF, self._base, "--").split(b"\n"):
            if line.startswith(b"diff --git "):
                if filename:
                    yield filename, _joined(rows)
                filename, rows, old = "", [], b""
            elif line.startswith(b"--- ") and not rows and not filename:
                old = _name(line[4:])
            elif line.startswith(b"+++ ") and not rows and not filename:
                new = _name(line[4:])
                if new.startswith(b"b/"):
                    filename = self._filename(new[2:])
                    self._renamed[filename] = old[2:]
            elif match := _HUNK.match(line):
                first, number = int(match[1]), int(match[2] or 1)
                rows.append((first, first + number - 1) if number else (max(first, 1), first + 1))
        if filename:
            yield filename, _joined(rows)

    def _rows_of(self, filename: str, text: bytes) -> Rows:
        name = self._renamed.get(filename) or os.fsencode(os.path.relpath(filename, self._top))
        blob = self._run("cat-file", "blob", f"{self._base}:{os.fsdecode(name)}")
        if blob.returncode != 0:
            return EVERY_ROW
        rows = []
        old, new = (one.decode("utf-8", "replace").split("\n") for one in (blob.stdout, text))
        for kind, _, _, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                rows.append((start + 1, end) if end > start else (max(start, 1), start + 1))
        return _joined(rows)

    def _filename(self, name: bytes) -> str:
        """The absolute path of what git calls a file, as the project's folder is spelled where it lies below."""
        if name.startswith(self._prefix):
            return os.path.join(self._folder, os.fsdecode(name[len(self._prefix) :]))
        return os.path.join(self._top, os.fsdecode(name))

    def _git(self, *arguments: str) -> bytes:
        """What git prints. Raises UsageError with its reason when it fails."""
        done = self._run(*arguments)
        if done.returncode != 0:
            reason = done.stderr.decode(errors="replace").strip().partition("\n")[0]
            raise UsageError(f"--diff-base {self._revision}: {reason}")
        return done.stdout

    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        command = ["git", "-C", str(self._folder), *_CONFIGURATION, *arguments]
        environment = os.environ | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
        try:
            return subprocess.run(command, capture_output=True, check=False, env=environment, stdin=subprocess.DEVNULL)
        except OSError as error:
            raise UsageError(f"--diff-base needs git, which cannot be run: {error.strerror}") from None


def _name(text: bytes) -> bytes:
    """A file's name as a diff has it: in quotes with escapes if it is strange, and before a tab if it has spaces."""
    if text.startswith(b'"'):
        name: bytes = literal_eval("b" + text.rstrip(b"\t").decode("ascii"))
        return name
    return text.rstrip(b"\t")


def _joined(rows: Sequence[tuple[int, int]]) -> Rows:
    """The stretches in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(rows):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined
