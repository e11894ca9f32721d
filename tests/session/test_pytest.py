"""What pytest's configuration files say is read as pytest reads it, and a run depends on them."""

import time
from pathlib import Path

import pytest

from asynclint.model.testing import PytestSettings
from asynclint.session import stored
from asynclint.session.pytest import read_pytest
from asynclint.session.session import Session
from asynclint.session.setup import configure
from asynclint.store.records import FINE_MARGIN
from tests.session.trees import tree

AUTO = PytestSettings(runs_coroutines=True)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"pytest.ini": "[pytest]\nasyncio_mode = auto\n"}, AUTO),
        ({"pytest.ini": "", "pyproject.toml": "[tool.pytest.ini_options]\nasyncio_mode = 'auto'\n"}, PytestSettings()),
        ({"pyproject.toml": "[tool.pytest.ini_options]\naddopts = ['-ra', '--asyncio-mode=auto']\n"}, AUTO),
        ({"pyproject.toml": "[tool.pytest]\nanyio_mode = 'auto'\n"}, AUTO),
        ({"pytest.toml": "[pytest]\ntrio_mode = true\n"}, AUTO),
        ({"tox.ini": "[tox]\n", "setup.cfg": "[tool:pytest]\naddopts = -p aiohttp.pytest_plugin\n"}, AUTO),
        ({"tox.ini": "[pytest]\npython_files = check_*.py x.py\n"}, PytestSettings(files=("check_*.py", "x.py"))),
        ({"pyproject.toml": "pytest = ["}, None),
        ({"setup.cfg": "[metadata]\nname = pytest-x\n"}, None),
    ],
)
def test_settings_of_a_folder(tmp_path: Path, files: dict[str, str], expected: PytestSettings | None) -> None:
    """The first file that speaks of pytest counts; a broken one says nothing."""
    root = tree(tmp_path, files)
    found = read_pytest(str(root / name) for name in files)
    assert found == ({} if expected is None else {str(root): expected})


def test_patterns_match_as_in_pytest() -> None:
    """Classes and functions by prefix or pattern, files by pattern."""
    settings = PytestSettings(files=("check_*.py", "*/extra/*.py"), classes=("Test", "*Suite"), functions=("test",))
    assert [settings.collects(path) for path in ("/p/check_a.py", "/p/extra/a.py", "/p/test_a.py")] == [
        True,
        True,
        False,
    ]
    assert [settings.collects_class(name) for name in ("TestA", "ASuite", "Suites")] == [True, True, False]
    assert settings.collects_function("testing")


def test_a_stored_report_depends_on_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new or another mode is seen, though no Python file changed."""
    monkeypatch.setattr(stored, "code_state", lambda: b"the code does not change while tests run")
    mark = "import pytest\n\n@pytest.mark.asyncio\nasync def test_a():\n    pass\n\nasync def test_b():\n    pass\n"
    root = tree(tmp_path / "project", {"asynclint.toml": "", "test_a.py": mark})

    def codes() -> list[str]:
        time.sleep(2 * FINE_MARGIN / 1e9)
        report = Session(*configure([root], {"select": ["AL802"]}, directory=root)).check([root])
        return [finding.code for finding in report.findings]

    assert codes() == codes() == ["AL802"]
    (root / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")
    assert codes() == codes() == []
    (root / "pytest.ini").write_text("[pytest]\nasyncio_mode = strict\n")
    assert codes() == ["AL802"]
