"""Environments are found by their files."""

import sys
from pathlib import Path

import pytest

from asynclint.model.problems import UsageError
from asynclint.session.environment import find_environment, locate, search_path
from tests.session.trees import tree

SITE = "lib/python3.13/site-packages/"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an environment of its own beside two others."""
    return tree(
        tmp_path,
        {f"root/.venv/{SITE}": "", f"active/{SITE}": "", f"named/{SITE}": "", "named/bin/python": "", "empty/": ""},
    )


def test_named_environment_decides(project: Path) -> None:
    """``--python`` may be an interpreter or a folder, and comes before the active environment."""
    variables = {"VIRTUAL_ENV": str(project / "active")}
    for python in (project / "named", project / "named/bin/python"):
        assert find_environment(python, [project / "root"], variables) == project / "named"


@pytest.mark.parametrize("variable", ["VIRTUAL_ENV", "CONDA_PREFIX"])
def test_active_environment_before_that_of_the_project(project: Path, variable: str) -> None:
    """What is activated is meant."""
    assert find_environment(None, [project / "root"], {variable: str(project / "active")}) == project / "active"


def test_own_environment_comes_last(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tool runner activates the environment of asynclint, which says nothing of the project."""
    monkeypatch.setattr(sys, "prefix", str(project / "active"))
    variables = {"VIRTUAL_ENV": str(project / "active")}
    assert find_environment(None, [project / "root"], variables) == project / "root/.venv"
    assert find_environment(None, [project / "empty"], variables) == project / "active"


def test_no_environment(project: Path) -> None:
    """Without any, there is none; a folder that is no environment is passed over."""
    assert find_environment(None, [project / "empty"], {"VIRTUAL_ENV": str(project / "empty")}) is None


@pytest.mark.parametrize("name", ["missing", "empty", "missing/bin/python"])
def test_wrong_python_is_refused(project: Path, name: str) -> None:
    """The sentence names the path."""
    with pytest.raises(UsageError, match=name):
        find_environment(project / name, [], {})


def test_search_path_with_path_files_and_the_base(tmp_path: Path) -> None:
    """Folders of ``.pth`` files are added and their code is not run; the base counts where the environment says so."""
    tree(
        tmp_path,
        {
            "env/pyvenv.cfg": f"home = {tmp_path}/base/bin\ninclude-system-site-packages = true\n",
            f"env/{SITE}a.pth": f"# comment\nimport sys; sys.exit(3)\n{tmp_path}/editable\nmissing\n",
            "editable/": "",
            f"base/{SITE}": "",
        },
    )
    assert search_path(tmp_path / "env") == [tmp_path / "env" / SITE, tmp_path / "base" / SITE, tmp_path / "editable"]


def test_locate(tmp_path: Path) -> None:
    """A package or a module; a stub before the source; a stub package before both; a folder alone is none."""
    tree(
        tmp_path,
        dict.fromkeys(("a/__init__.py", "a/b.py", "a/b.pyi", "c-stubs/__init__.pyi", "c/__init__.py", "n/s/m.py"), ""),
    )
    found = {name: locate(name, [tmp_path]) for name in ("a", "a.b", "c", "n.s.m", "n.s", "a.x")}
    paths = {name: path and path.relative_to(tmp_path).as_posix() for name, path in found.items()}
    assert paths == {
        "a": "a/__init__.py",
        "a.b": "a/b.pyi",
        "c": "c-stubs/__init__.pyi",
        "n.s.m": "n/s/m.py",
        "n.s": None,
        "a.x": None,
    }
