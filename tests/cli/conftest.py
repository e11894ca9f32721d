"""Projects and ways to run the command line on them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from asynclint.cli import main
from tests.session.trees import tree

Asynclint = Callable[..., Result]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of three files, two of them with a finding, as working directory."""
    root = tree(
        tmp_path,
        {
            "pyproject.toml": "[tool.asynclint]\n",
            "p/__init__.py": "",
            "p/low.py": "import time\n\n\ndef wait():\n    time.sleep(1)\n",
            "p/high.py": "from p import low\n\n\nasync def f():\n    low.wait()\n",
            "p/sleeps.py": "import time\n\n\nasync def f():\n    time.sleep(1)\n",
        },
    )
    monkeypatch.chdir(root)
    for name in ("FORCE_COLOR", "NO_COLOR", "ASYNCLINT_OUTPUT_FORMAT"):
        monkeypatch.delenv(name, raising=False)
    return root


@pytest.fixture
def asynclint(project: Path) -> Asynclint:
    """Run the command line in the project, in this process."""
    assert Path.cwd() == project

    def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(_AsClick(), arguments, input=stdin)  # type: ignore[arg-type]
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return run


class _AsClick:
    """``main.run`` as something that CliRunner can invoke: with its handling of errors and its exit code."""

    name = "asynclint"

    def main(self, args: tuple[str, ...], prog_name: str, **_: object) -> None:
        assert prog_name
        raise SystemExit(main.run(list(args)))
