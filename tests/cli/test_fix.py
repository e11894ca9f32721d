"""`asynclint check` with fixes: what is written, shown and left alone, as ruff does it."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Asynclint

LOST = """\
import asyncio


async def save(order):
    await asyncio.sleep(1)


async def main(order):
    save(order)
    if save(order):  # why
        return save
"""
FIXED = LOST.replace("    save(order)\n", "    await save(order)\n").replace("if save", "if await save")


@pytest.fixture
def lost(project: Path) -> Path:
    """A file with two findings that have unsafe fixes."""
    path = project / "p" / "lost.py"
    path.write_text(LOST)
    return path


def test_nothing_is_changed_unasked(asynclint: Asynclint, lost: Path) -> None:
    """Nor by --fix, which leaves unsafe fixes; it says how to have them."""
    hint = "No fixes available (2 hidden fixes can be enabled with the `--unsafe-fixes` option).\n"
    for flag in ("--no-fix", "--fix"):
        result = asynclint("check", "p/lost.py", flag)
        assert result.stdout.endswith(f"Found 2 errors.\n{hint}")
        assert "fix: Insert `await` (unsafe)\n" in result.stdout
        assert (result.exit_code, lost.read_text()) == (1, LOST)


def test_what_can_be_fixed_is_marked(asynclint: Asynclint, lost: Path) -> None:
    """With ``[*]``, as far as it is allowed."""
    assert lost.exists()
    result = asynclint("check", "p/lost.py", "--unsafe-fixes", "--output-format", "concise")
    assert "p/lost.py:9:5: AL201 [*] [unawaited-coroutine]" in result.stdout
    assert result.stdout.endswith("Found 2 errors.\n[*] 2 fixable with the `--fix` option.\n")


def test_files_are_fixed(asynclint: Asynclint, lost: Path, project: Path) -> None:
    """Those that were given; a second run has nothing to do."""
    result = asynclint("check", "p/lost.py", "--fix", "--unsafe-fixes", "--show-fixes")
    assert result.stdout == (
        "\nFixed 2 errors:\n- p/lost.py:\n    1 \N{MULTIPLICATION SIGN} AL201 (unawaited-coroutine)\n"
        "    1 \N{MULTIPLICATION SIGN} AL203 (coroutine-in-condition)\n\n"
        "Found 2 errors (2 fixed, 0 remaining).\n"
    )
    assert (result.exit_code, result.stderr) == (0, "")
    assert lost.read_text() == FIXED
    assert (project / "p" / "sleeps.py").read_text().count("await") == 0
    assert asynclint("check", "p/lost.py", "--fix", "--unsafe-fixes").stdout == "All checks passed!\n"


def test_what_is_left_is_reported(asynclint: Asynclint, lost: Path) -> None:
    """With the place that it has now, and exit code 1."""
    lost.write_text(LOST.replace("import asyncio", "import asyncio\nimport json") + "    json.load(open(order))\n")
    result = asynclint("check", "p/lost.py", "--fix", "--unsafe-fixes", "--output-format", "concise")
    assert "AL105" in result.stdout
    assert "Found 3 errors (2 fixed, 1 remaining).\n" in result.stdout
    assert result.exit_code == 1
    quiet = asynclint("check", "p/lost.py", "--fix-only")
    assert (quiet.stdout, quiet.exit_code) == ("", 0)


def test_a_diff_writes_nothing(asynclint: Asynclint, lost: Path) -> None:
    """It is a patch on standard output; the code is 1 if there is any change."""
    result = asynclint("check", "p/lost.py", "--diff", "--unsafe-fixes")
    assert result.stdout == (
        "--- p/lost.py\n+++ p/lost.py\n@@ -6,6 +6,6 @@\n \n \n async def main(order):\n"
        "-    save(order)\n-    if save(order):  # why\n+    await save(order)\n+    if await save(order):  # why\n"
        "         return save\n"
    )
    assert (result.stderr, result.exit_code) == ("Would fix 2 errors.\n", 1)
    assert lost.read_text() == LOST
    safe = asynclint("check", "p/lost.py", "--diff")
    assert (safe.stdout, safe.stderr, safe.exit_code) == ("", "Would fix no errors.\n", 0)


def test_the_end_of_a_file_without_line_end_is_told_in_a_diff(asynclint: Asynclint, lost: Path) -> None:
    """As patch wants it."""
    lost.write_text("async def f():\n    f()")
    result = asynclint("check", "p/lost.py", "--diff", "--unsafe-fixes")
    end = "\\ No newline at end of file\n"
    assert result.stdout.endswith(f"-    f()\n{end}+    await f()\n{end}")


def test_exit_codes(asynclint: Asynclint, lost: Path) -> None:
    """``--exit-non-zero-on-fix`` tells of changes, ``--fix-only`` of nothing."""
    assert asynclint("check", "p/lost.py", "--fix", "--unsafe-fixes", "--exit-non-zero-on-fix").exit_code == 1
    assert asynclint("check", "p/lost.py", "--fix", "--unsafe-fixes", "--exit-non-zero-on-fix").exit_code == 0
    lost.write_text(LOST)
    result = asynclint("check", "p/lost.py", "--fix-only", "--unsafe-fixes")
    assert (result.stdout, result.exit_code) == ("Fixed 2 errors.\n", 0)


def test_rules_are_fixable_or_not(asynclint: Asynclint, lost: Path, project: Path) -> None:
    """By code, name, prefix or alias, in the configuration too."""
    arguments = ("check", "p/lost.py", "--fix", "--unsafe-fixes", "--output-format", "concise")
    result = asynclint(*arguments, "--unfixable", "unawaited-coroutine")
    assert "(1 fixed, 1 remaining)" in result.stdout
    assert "AL201 [unawaited-coroutine]" in result.stdout
    lost.write_text(LOST)
    assert "(1 fixed, 1 remaining)" in asynclint(*arguments, "--fixable", "AL203").stdout
    lost.write_text(LOST)
    assert "(2 fixed" in asynclint(*arguments, "--fixable", "AL203", "--extend-fixable", "ASYNC105").stdout
    lost.write_text(LOST)
    (project / "pyproject.toml").write_text("[tool.asynclint]\nfix = true\nunsafe-fixes = true\nunfixable = ['AL2']\n")
    assert asynclint("check", "p/lost.py").stdout.endswith("Found 2 errors.\n")
    wrong = asynclint("check", "p/lost.py", "--unfixable", "AL9999")
    assert (wrong.exit_code, "AL9999" in wrong.stderr) == (2, True)


def test_standard_input_is_fixed_to_standard_output(asynclint: Asynclint, project: Path) -> None:
    """Always, changed or not; what is found goes to standard error."""
    arguments = ("check", "-", "--stdin-filename", "p/lost.py", "--fix")
    result = asynclint(*arguments, "--unsafe-fixes", stdin=LOST)
    assert (result.stdout, result.exit_code) == (FIXED, 0)
    assert result.stderr == "Found 2 errors (2 fixed, 0 remaining).\n"
    same = asynclint(*arguments, stdin=LOST)
    assert (same.stdout, same.exit_code) == (LOST, 1)
    assert "Found 2 errors." in same.stderr
    assert not (project / "p" / "lost.py").exists()
    diff = asynclint("check", "-", "--diff", "--unsafe-fixes", stdin=LOST)
    assert diff.stdout.startswith("--- -\n+++ -\n")


def test_bytes_that_no_fix_names_stay(asynclint: Asynclint, lost: Path) -> None:
    """Mode, byte order mark, encoding, line ends, and a symbolic link."""
    cookie = "# -*- coding: latin-1 -*-\r\n"
    lost.write_bytes((cookie + LOST.replace("why", "é").replace("\n", "\r\n")).encode("latin-1"))
    lost.chmod(0o755)
    link = lost.with_name("link.py")
    link.symlink_to(lost)
    assert asynclint("check", "p/link.py", "--fix", "--unsafe-fixes").exit_code == 0
    assert lost.read_bytes() == (cookie + FIXED.replace("why", "é").replace("\n", "\r\n")).encode("latin-1")
    assert lost.stat().st_mode & 0o777 == 0o755
    assert link.is_symlink()
    lost.write_bytes(b"\xef\xbb\xbf" + LOST.encode())
    asynclint("check", "p/lost.py", "--fix", "--unsafe-fixes")
    assert lost.read_bytes() == b"\xef\xbb\xbf" + FIXED.encode()


def test_a_read_only_file_is_left_alone(asynclint: Asynclint, lost: Path) -> None:
    """And said; that its folder may be written to is no permission."""
    lost.chmod(0o444)
    result = asynclint("check", "p/lost.py", "--fix", "--unsafe-fixes")
    assert (result.stderr, result.exit_code) == ("error: p/lost.py: the file is read-only; it is not fixed\n", 2)
    assert lost.read_text() == LOST


def test_a_file_that_changed_meanwhile_is_left_alone(
    asynclint: Asynclint, lost: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program may write while asynclint reads."""
    newer = LOST.replace("order", "thing")
    original = tempfile.mkstemp

    def slow(**names: Any) -> tuple[int, str]:
        lost.write_text(newer)
        return original(**names)

    monkeypatch.setattr(tempfile, "mkstemp", slow)
    result = asynclint("check", "p/lost.py", "--fix", "--unsafe-fixes")
    assert "p/lost.py: the file changed while it was checked; it is not fixed" in result.stderr
    assert (result.exit_code, lost.read_text()) == (2, newer)
    assert sorted(path.name for path in lost.parent.glob(".*")) == []


def test_a_file_that_cannot_be_written_is_told(
    asynclint: Asynclint, lost: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With exit code 2, and the file is as it was."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = asynclint("check", "p/lost.py", "--fix", "--unsafe-fixes", "--no-cache")
    assert "error: p/lost.py: the fixed file cannot be written: No space left on device\n" in result.stderr
    assert (result.exit_code, lost.read_text()) == (2, LOST)


def test_json_has_the_fix(asynclint: Asynclint, lost: Path) -> None:
    """As ruff writes it."""
    assert lost.exists()
    found = json.loads(asynclint("check", "p/lost.py", "--output-format", "json").stdout)
    edit = {"content": "await ", "location": {"row": 9, "column": 5}, "end_location": {"row": 9, "column": 5}}
    assert found[0]["fix"] == {"applicability": "unsafe", "message": "Insert `await`", "edits": [edit]}
