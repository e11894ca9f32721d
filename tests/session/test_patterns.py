"""Patterns mean what git makes of them."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asynclint.session.patterns import Patterns


@pytest.mark.parametrize(
    ("lines", "path", "is_folder", "expected"),
    [
        (["venv"], "/p/venv", True, True),
        (["venv"], "/p/a/venv", False, True),
        (["venv"], "/p/venvs", True, None),
        (["/venv"], "/p/a/venv", True, None),
        (["venv/"], "/p/venv", False, None),
        (["a/b"], "/p/a/b", False, True),
        (["a/b"], "/p/x/a/b", False, None),
        (["*.py", "!keep.py"], "/p/keep.py", False, False),
        (["*.py", "!keep.py"], "/p/other.py", False, True),
        (["a.py "], "/p/a.py", False, True),
        ([r"\#a"], "/p/#a", False, True),
        ([r"\!a"], "/p/!a", False, True),
        (["a[]x]b"], "/p/a]b", False, True),
        (["a[!]x]b"], "/p/a]b", False, None),
        (["a[b"], "/p/a[b", False, None),
        (["a/*/b"], "/p/a/x/y/b", False, None),
        (["# comment", "", "x"], "/p/# comment", False, None),
        (["a/**/b.py"], "/p/a/b.py", False, True),
        ([], "/p/a", False, None),
    ],
)
def test_verdicts(lines: list[str], path: str, is_folder: bool, expected: bool | None) -> None:
    """The last pattern that matches decides; an entry that none matches is left open."""
    assert Patterns(lines, "/p").verdict(path, Path(path).name, is_folder) is expected


@pytest.mark.parametrize("lines", [["build"], ["build/"], ["/build"], ["b*ld"]])
def test_what_lies_in_a_folder_that_is_left_out(lines: list[str]) -> None:
    """A file is covered with the folder that it lies in."""
    patterns = Patterns(lines, "/p")
    assert patterns.cover("/p/build/a/b.py", is_folder=False)
    assert patterns.cover("/p/build", is_folder=True)
    assert not patterns.cover("/p/src/a.py", is_folder=False)
    assert not patterns.cover("/elsewhere/build/a.py", is_folder=False)


NAMES = st.sampled_from(["a", "b", "ab", "a.py", "b.py", "c.d"])
LINES = st.lists(
    st.builds(
        "{}{}{}{}".format,
        st.sampled_from(["", "!", "/", "**/"]),
        st.sampled_from(["a", "b", "*.py", "?", "a*", "[ab]"]),
        st.sampled_from(["", "/b", "/**", "/*", "/**/a.py"]),
        st.sampled_from(["", "/"]),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="git is the judge")
@settings(max_examples=100, deadline=None)
@given(lines=LINES, parts=st.lists(NAMES, min_size=1, max_size=3))
def test_git_agrees(tmp_path_factory: pytest.TempPathFactory, lines: list[str], parts: list[str]) -> None:
    """Walking down from the root, each entry is left out exactly when git ignores it."""
    root = tmp_path_factory.mktemp("r")
    subprocess.run(["git", "init", "-q", root], check=True)
    (root / ".gitignore").write_text("\n".join(lines) + "\n")
    path = root.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    patterns = Patterns(lines, str(root))
    left_out = False
    for depth in range(1, len(parts) + 1):
        entry = root.joinpath(*parts[:depth])
        left_out = left_out or bool(patterns.verdict(str(entry), entry.name, is_folder=entry.is_dir()))
    judged = subprocess.run(["git", "check-ignore", "-q", path], cwd=root, check=False)
    assert left_out == (judged.returncode == 0), lines
