"""Configuration is found and read, and what is wrong in it is named with its file and key."""

from pathlib import Path

import pytest

from asynclint.config import reader
from asynclint.model.problems import UsageError


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_nearest_configuration_wins(tmp_path: Path) -> None:
    """Of several configurations above a folder, the closest one counts."""
    written(tmp_path / "pyproject.toml", "[tool.asynclint]\n")
    near = written(tmp_path / "a" / "asynclint.toml", "")
    (tmp_path / "a" / "b").mkdir()
    assert reader.nearest(tmp_path / "a" / "b") == near
    assert reader.nearest(tmp_path) == tmp_path / "pyproject.toml"


def test_own_file_goes_before_pyproject(tmp_path: Path) -> None:
    """In one folder asynclint.toml wins over pyproject.toml."""
    written(tmp_path / "pyproject.toml", "[tool.asynclint]\n")
    own = written(tmp_path / "asynclint.toml", "")
    assert reader.nearest(tmp_path) == own


def test_pyproject_without_our_table_is_no_configuration(tmp_path: Path) -> None:
    """Other tools' projects are passed by, even when they mention asynclint."""
    written(tmp_path / "pyproject.toml", '[project]\ndependencies = ["asynclint"]\n')
    assert reader.nearest(tmp_path) != tmp_path / "pyproject.toml"


def test_broken_pyproject_is_named(tmp_path: Path) -> None:
    """A pyproject.toml that speaks of asynclint and is no TOML is an error, not silently passed by."""
    path = written(tmp_path / "pyproject.toml", "[tool.asynclint\n")
    with pytest.raises(UsageError, match=r"pyproject\.toml: not valid TOML"):
        reader.nearest(path.parent)


def test_values_of_both_kinds_of_file(tmp_path: Path) -> None:
    """pyproject.toml holds the options in its table, asynclint.toml at the top."""
    text = 'select = ["AL1"]\nmin-confidence = "possible"\n'
    expected = {"select": ["AL1"], "min-confidence": "possible"}
    assert reader.read(written(tmp_path / "asynclint.toml", text)) == expected
    assert reader.read(written(tmp_path / "pyproject.toml", f"[tool.asynclint]\n{text}")) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selekt = []", "tool.asynclint.selekt: there is no such option; did you mean `select`?"),
        ("extend_select = []", "tool.asynclint.extend_select: there is no such option; did you mean `extend-select`?"),
        ("zzzzzz = 1", "tool.asynclint.zzzzzz: there is no such option"),
        ("select = 'AL1'", "tool.asynclint.select: expected a list of strings, found 'AL1'"),
        ("select = [1]", "tool.asynclint.select: expected a list of strings, found [1]"),
        ("jobs = true", "tool.asynclint.jobs: expected a whole number, found True"),
        ("force-exclude = 1", "tool.asynclint.force-exclude: expected true or false, found 1"),
        ("cache-dir = 1", "tool.asynclint.cache-dir: expected a path, found 1"),
        ("per-file-ignores = {a = 'b'}", "tool.asynclint.per-file-ignores: expected a table of lists of strings"),
        ("target-version = 'py399'", "tool.asynclint.target-version: 'py399' is not one of py37"),
        ("min-confidence = 'posible'", "'posible' is not one of certain, likely, possible; did you mean `possible`?"),
        ("overrides = 3", "tool.asynclint.overrides: expected a list of tables, found 3"),
        ("overrides = [{}]", "tool.asynclint.overrides[1]: the key `include` is missing"),
        (
            "overrides = [{include = ['a'], ignor = []}]",
            "overrides[1].ignor: there is no such option; did you mean `ign",
        ),
        ("overrides = [{include = 'a'}]", "overrides[1].include: expected a list of strings, found 'a'"),
        ("statistics = true", "tool.asynclint.statistics: there is no such option"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, message: str) -> None:
    """A wrong key or value is refused with its file, its key and, where there is one, the right word."""
    path = written(tmp_path / "pyproject.toml", f"[tool.asynclint]\n{text}\n")
    with pytest.raises(UsageError) as caught:
        reader.read(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)


def test_file_without_table_is_refused_when_asked_for(tmp_path: Path) -> None:
    """--config with a pyproject.toml that has no table of ours would check with defaults unnoticed."""
    with pytest.raises(UsageError, match="no table"):
        reader.read(written(tmp_path / "pyproject.toml", "[tool.other]\n"))


def test_undecodable_file_is_named(tmp_path: Path) -> None:
    """TOML is UTF-8."""
    path = tmp_path / "asynclint.toml"
    path.write_bytes(b"select = ['\xff']")
    with pytest.raises(UsageError, match=r"asynclint\.toml: this configuration is not UTF-8"):
        reader.read(path)


def test_pair() -> None:
    """--config takes TOML pairs and refuses what is none."""
    assert reader.pair("jobs=3") == {"jobs": 3}
    with pytest.raises(UsageError, match="--config 'jobs 3'"):
        reader.pair("jobs 3")
    with pytest.raises(UsageError, match="--config: job: there is no such option; did you mean `jobs`"):
        reader.pair("job=3")


def test_requires_python_of_the_nearest_project(tmp_path: Path) -> None:
    """The value comes from the closest pyproject.toml, whatever else that holds."""
    written(tmp_path / "pyproject.toml", '[project]\nrequires-python = ">=3.12"\n')
    (tmp_path / "src").mkdir()
    assert reader.requires_python(tmp_path / "src") == ">=3.12"
    written(tmp_path / "src" / "pyproject.toml", "[build-system]\n")
    assert reader.requires_python(tmp_path / "src") is None
