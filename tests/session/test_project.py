"""The root of a project is found from what is checked."""

from pathlib import Path

import pytest

from asynclint.session.project import Project, locate
from tests.session.trees import tree


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder above which there is no repository and no configuration."""
    assert locate([tmp_path]).root == tmp_path, "the temporary folder lies in a project"
    return tmp_path


def test_nearest_configuration_is_the_root(outside: Path) -> None:
    """A configuration goes before the repository round it."""
    root = tree(outside, {".git/": "", "a/asynclint.toml": "", "a/b/c.py": ""})
    config = root / "a" / "asynclint.toml"
    assert locate([root / "a/b/c.py"]) == Project(root / "a", config, (root / "a",))


def test_configuration_can_be_left_unread(outside: Path) -> None:
    """Isolated, the root is that of the repository."""
    root = tree(outside, {".git/": "", "a/asynclint.toml": "", "a/b/c.py": ""})
    assert locate([root / "a"], with_configuration=False) == Project(root, None, (root,))


def test_configuration_above_all_paths(outside: Path) -> None:
    """With several paths the configuration above all of them counts."""
    root = tree(outside, {"asynclint.toml": "", "a/asynclint.toml": "", "a/x.py": "", "b/y.py": ""})
    assert locate([root / "a", root / "b"]).root == root
    assert locate([root / "a"]).root == root / "a"


def test_worktrees_are_repositories(outside: Path) -> None:
    """In a worktree or submodule .git is a file."""
    root = tree(outside, {"r/.git": "gitdir: elsewhere", "r/a/b.py": ""})
    assert locate([root / "r/a/b.py"]).root == root / "r"


def test_outermost_package(outside: Path) -> None:
    """Without repository and configuration the package that a file lies in is read, and nothing beside it."""
    root = tree(outside, {"p/__init__.py": "", "p/q/__init__.py": "", "p/q/m.py": "", "other/huge.py": ""})
    assert locate([root / "p/q/m.py"]) == Project(root / "p", None, (root / "p",))


def test_lone_files(outside: Path) -> None:
    """Files without package, repository and configuration are a project of their own."""
    root = tree(outside, {"a/x.py": "", "b/y.py": ""})
    paths = (root / "a/x.py", root / "b/y.py")
    assert locate(paths) == Project(root, None, paths)


def test_missing_path(outside: Path) -> None:
    """A path that does not exist has a project all the same."""
    root = tree(outside, {"asynclint.toml": ""})
    assert locate([root / "no" / "where.py"]).root == root
