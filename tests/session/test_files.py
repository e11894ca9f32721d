"""The files of a project: what is read, what is left out, what is asked for."""

import os
from pathlib import Path

import pytest

from asynclint.config.selection_options import EXCLUDED
from asynclint.session.files import Files
from asynclint.session.project import Project
from tests.session.trees import tree


def found(root: Path, *given: str, tops: tuple[Path, ...] | None = None, **options: object) -> list[str]:
    """The files that belong to the program, relative to the root."""
    return sorted(os.path.relpath(path, root) for path in look(root, *given, tops=tops, **options).records)


def look(root: Path, *given: str, tops: tuple[Path, ...] | None = None, **options: object) -> Files:
    exclude = options.pop("exclude", EXCLUDED)
    assert isinstance(exclude, tuple)
    settings = {"force_exclude": False, "respect_gitignore": True} | {key: bool(item) for key, item in options.items()}
    files = Files(root, exclude, **settings)
    files.find(Project(root, None, tops or (root,)), [root / name for name in given] or [root])
    return files


def test_python_files_and_stubs(tmp_path: Path) -> None:
    """Modules and stubs are read, other files are not."""
    root = tree(tmp_path, {"a.py": "", "b.pyi": "", "c.txt": "", "d/e.py": "", "f.pyc": "", "g.py/h.py": ""})
    assert found(root) == ["a.py", "b.pyi", "d/e.py", "g.py/h.py"]


def test_order_is_that_of_names(tmp_path: Path) -> None:
    """The order of the records is that of the paths, whatever the file system says."""
    root = tree(tmp_path, dict.fromkeys(("z.py", "a/z.py", "a.py", "m/a.py", "B.py"), ""))
    records = list(look(root).records)
    assert records == sorted(records)


def test_usual_exclusions(tmp_path: Path) -> None:
    """Environments, caches and build folders are left out."""
    root = tree(tmp_path, {".venv/x.py": "", "a/node_modules/x.py": "", "build/x.py": "", "a/b.py": ""})
    assert found(root) == ["a/b.py"]


def test_exclude_replaces_and_patterns_match(tmp_path: Path) -> None:
    """The option takes patterns with and without slashes."""
    root = tree(
        tmp_path, {"build/x.py": "", "tests/data/x.py": "", "tests/t.py": "", "a/tests/data/y.py": "", "g_pb.py": ""}
    )
    assert found(root, exclude=("/tests/data", "*_pb.py")) == ["a/tests/data/y.py", "build/x.py", "tests/t.py"]


def test_gitignore(tmp_path: Path) -> None:
    """Ignore files hold below their folder; deeper ones win; a re-included file comes back."""
    files = {
        ".git/info/exclude": "private.py\n",
        ".gitignore": "gen_*.py\n/out/\n",
        "gen_a.py": "",
        "private.py": "",
        "out/x.py": "",
        "a/out/x.py": "",
        "a/.gitignore": "!gen_b.py\nlocal.py\n",
        "a/gen_b.py": "",
        "a/gen_c.py": "",
        "a/local.py": "",
        "local.py": "",
    }
    root = tree(tmp_path, files)
    assert found(root) == ["a/gen_b.py", "a/out/x.py", "local.py"]
    everything = sorted(name for name in files if name.endswith(".py"))
    assert found(root, respect_gitignore=False) == everything


def test_gitignore_above_the_project(tmp_path: Path) -> None:
    """A project inside a repository obeys the ignore files of the repository."""
    root = tree(tmp_path, {".git/": "", ".gitignore": "p/gen.py\n", "p/gen.py": "", "p/a.py": ""}) / "p"
    assert found(root) == ["a.py"]


def test_given_files_are_read_even_if_left_out(tmp_path: Path) -> None:
    """Who names a file means it; what surrounds it stays out."""
    root = tree(tmp_path, {"build/x.py": "", "build/y.py": "", "a.py": "", "script": ""})
    assert found(root, "build/x.py", "script") == ["a.py", "build/x.py", "script"]


def test_given_folders_are_read_even_if_left_out(tmp_path: Path) -> None:
    """Of a folder that is named, everything is read but what is left out inside it."""
    root = tree(
        tmp_path, {".gitignore": "gen\n", "gen/x.py": "", "gen/gen/y.py": "", "build/x.py": "", "build/build/y.py": ""}
    )
    assert found(root, "gen", "build") == ["build/x.py", "gen/x.py"]


def test_force_exclude(tmp_path: Path) -> None:
    """With force-exclude, as pre-commit wants it, names do not help."""
    root = tree(tmp_path, {"build/x.py": "", "a.py": ""})
    assert found(root, "build/x.py", "build", force_exclude=True) == ["a.py"]


def test_links(tmp_path: Path) -> None:
    """Linked folders are not followed, so loops end; a linked file counts once."""
    root = tree(tmp_path / "p", {"a/x.py": ""})
    outer = tree(tmp_path, {"outside.py": ""})
    (root / "a" / "loop").symlink_to(root, target_is_directory=True)
    (root / "twin.py").symlink_to(root / "a" / "x.py")
    (root / "outside.py").symlink_to(outer / "outside.py")
    (root / "dangling.py").symlink_to(root / "nothing.py")
    assert found(root) == ["a/x.py", "outside.py"]


def test_missing_paths_are_told(tmp_path: Path) -> None:
    """A path that is not there is a problem, the others are read."""
    root = tree(tmp_path, {"a.py": ""})
    files = look(root, "no.py", "a.py")
    assert files.unusable == {str(root / "no.py"): "No such file or directory"}
    assert list(files.records) == [str(root / "a.py")]


def test_below(tmp_path: Path) -> None:
    """A folder stands for its files, not for files whose name begins like it."""
    root = tree(tmp_path, {"a/x.py": "", "ab/y.py": "", "a.py": ""})
    files = look(root)
    assert files.below([root / "a"]) == {str(root / "a/x.py")}
    assert files.below([root / "a.py"]) == {str(root / "a.py")}
    assert files.below([root]) == set(files.records)


def test_only_tops_are_read(tmp_path: Path) -> None:
    """Where nothing marks a root, what lies beside the given paths is not read."""
    root = tree(tmp_path, {"a/x.py": "", "b/y.py": ""})
    assert found(root, "a", tops=(root / "a",)) == ["a/x.py"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_folder_is_told(tmp_path: Path) -> None:
    """A folder that may not be read is a problem, not an empty folder."""
    root = tree(tmp_path, {"a/x.py": "", "b.py": ""})
    (root / "a").chmod(0)
    try:
        assert look(root).unusable == {str(root / "a"): "Permission denied"}
    finally:
        (root / "a").chmod(0o700)


def test_records_of_what_the_choice_depended_on(tmp_path: Path) -> None:
    """Folders and ignore files are recorded, also ignore files above the project that do not exist."""
    root = tree(tmp_path, {".git/": "", "p/a/x.py": ""}) / "p"
    files = look(root)
    assert set(files.folders) == {str(root), str(root / "a")}
    assert str(tmp_path / ".gitignore") in files.ignore_files
