"""What git says of changed rows."""

import subprocess
from pathlib import Path

import pytest

from asynclint.model.focus import EVERY_ROW
from asynclint.model.problems import UsageError
from asynclint.session.changes import Changes


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def commit(folder: Path, message: str = "x") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit, tagged `base`, of files of ten rows."""
    folder = tmp_path / "r"
    (folder / "p").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    for name in ("a.py", "b.py", "p/c.py", 'q"u\té.py'):
        (folder / name).write_text("".join(f"{name} {number}\n" for number in range(1, 11)))
    commit(folder)
    git(folder, "tag", "base")
    return folder


def edit(path: Path, first: int, last: int, *rows: str) -> None:
    """Put rows in place of the rows ``first`` to ``last`` (none when ``last`` is before it)."""
    lines = path.read_text().splitlines()
    lines[first - 1 : last] = rows
    path.write_text("".join(f"{line}\n" for line in lines))


def rows(folder: Path, revision: str = "base") -> dict[str, object]:
    found = Changes(revision, folder).rows
    return {str(Path(path).relative_to(folder)): list(stretches) for path, stretches in found.items()}


def test_nothing_changed(repository: Path) -> None:
    """Then no row counts."""
    assert rows(repository) == {}


@pytest.mark.parametrize(
    ("first", "last", "new", "expected"),
    [
        (3, 3, ["x"], [(3, 3)]),
        (3, 2, ["x", "y"], [(3, 4)]),
        (3, 3, [], [(2, 3)]),
        (1, 2, [], [(1, 1)]),
        (10, 10, [], [(9, 10)]),
        (4, 6, ["x", "y"], [(4, 5)]),
        (3, 3, ["-- x", "++ y"], [(3, 4)]),
    ],
)
def test_rows(repository: Path, first: int, last: int, new: list[str], expected: list[tuple[int, int]]) -> None:
    """Changed and added rows count, and the rows beside deleted ones."""
    edit(repository / "a.py", first, last, *new)
    assert rows(repository) == {"a.py": expected}
    assert Changes("base", repository).with_texts({}) == Changes("base", repository).rows


def test_text_instead_of_a_file(repository: Path) -> None:
    """What stands in for a file is compared with the revision itself."""
    edit(repository / "a.py", 3, 3, "x")
    changes = Changes("base", repository)
    text = (repository / "a.py").read_bytes() + b"more\n"
    path, new = str(repository / "a.py"), str(repository / "new.py")
    found = changes.with_texts({path: text, new: b"x\n"})
    assert list(found[path]) == [(3, 3), (11, 11)]
    assert found[new] == EVERY_ROW


def test_committed_staged_and_untracked(repository: Path) -> None:
    """All that happened since the revision counts, in the history, the index and the work tree."""
    edit(repository / "a.py", 1, 1, "x")
    commit(repository)
    edit(repository / "b.py", 2, 2, "x")
    git(repository, "add", "-A")
    edit(repository / "p/c.py", 3, 3, "x")
    (repository / "new.py").write_text("x\n")
    (repository / ".gitignore").write_text("ignored.py\n")
    (repository / "ignored.py").write_text("x\n")
    found = rows(repository)
    assert found.pop(".gitignore") == list(EVERY_ROW)
    assert found == {"a.py": [(1, 1)], "b.py": [(2, 2)], "p/c.py": [(3, 3)], "new.py": list(EVERY_ROW)}


def test_renamed_and_deleted(repository: Path) -> None:
    """A renamed file counts where it was changed; one that is gone has no rows."""
    git(repository, "mv", "a.py", "p/d.py")
    edit(repository / "p/d.py", 5, 5, "x")
    (repository / "b.py").unlink()
    assert rows(repository) == {"p/d.py": [(5, 5)]}
    path = str(repository / "p/d.py")
    assert list(Changes("base", repository).with_texts({path: Path(path).read_bytes()})[path]) == [(5, 5)]


def test_strange_names(repository: Path) -> None:
    """Quotes, tabs and letters of other alphabets."""
    name = 'q"u\té.py'
    edit(repository / name, 2, 2, "x")
    (repository / "a b.py").write_text("x\n")
    commit(repository)
    (repository / "a b.py").write_text("y\n")
    assert rows(repository) == {name: [(2, 2)], "a b.py": [(1, 1)]}


def test_settings_of_git_change_nothing(repository: Path) -> None:
    """Prefixes, colours, external programs and relative paths of the configuration do not matter."""
    for setting in ("diff.noprefix=true", "color.diff=always", "diff.external=false", "diff.relative=true"):
        git(repository, "config", *setting.split("="))
    git(repository, "config", "diff.context", "5")
    edit(repository / "a.py", 3, 3, "x")
    edit(repository / "p/c.py", 5, 5, "x")
    assert rows(repository) == {"a.py": [(3, 3)], "p/c.py": [(5, 5)]}


def test_folder_of_a_repository(repository: Path) -> None:
    """A project may be a part of a repository, and be reached through a link."""
    edit(repository / "p/c.py", 3, 3, "x")
    edit(repository / "a.py", 3, 3, "x")
    assert Changes("base", repository / "p").rows.keys() == {str(repository / "p/c.py"), str(repository / "a.py")}
    link = repository.parent / "link"
    link.symlink_to(repository / "p")
    assert str(link / "c.py") in Changes("base", link).rows


def test_branch(repository: Path) -> None:
    """What others did since the branch left the revision is no change of the branch."""
    git(repository, "checkout", "-qb", "branch")
    edit(repository / "a.py", 3, 3, "x")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    edit(repository / "b.py", 3, 3, "x")
    commit(repository)
    git(repository, "checkout", "-q", "branch")
    assert rows(repository, "main") == {"a.py": [(3, 3)]}


def test_work_tree(repository: Path) -> None:
    """A linked work tree has its own files."""
    tree = repository.parent / "tree"
    git(repository, "worktree", "add", "-q", str(tree), "base")
    edit(tree / "a.py", 3, 3, "x")
    assert rows(tree) == {"a.py": [(3, 3)]}
    assert rows(repository) == {}


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "base:a.py", "", "a\nb"])
def test_unknown_revision(repository: Path, revision: str) -> None:
    """A sentence says which, and nothing else is done with it."""
    with pytest.raises(UsageError, match="revision"):
        Changes(revision, repository)


def test_no_repository(tmp_path: Path) -> None:
    """What git says is the reason."""
    with pytest.raises(UsageError, match="--diff-base HEAD: fatal: not a git repository"):
        Changes("HEAD", tmp_path)


def test_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git there is a sentence, too."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="--diff-base needs git, which cannot be run"):
        Changes("HEAD", tmp_path)
