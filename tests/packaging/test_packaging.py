"""The distribution works however it is installed, beside an unrelated one that is called ``rules``.

Nothing here needs the network: builds use the hatchling of the running environment, and dependencies are those that it
has already. The environments are virtual ones whose packages are looked up here after their own.
"""

import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

TOP = Path(__file__).parents[2]
PARTS = ["asynclint", "rules", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".gitignore"]

FOREIGN = "the distribution rules of somebody else"

PROBE = """
import importlib.metadata, pathlib, sys
import rules
assert rules.__doc__ == {foreign!r}, rules
import asynclint.rules
from asynclint.engine.registry import discover
registry = discover()
written = {{code for code, row in registry.rows.items() if row.exists}} - {{"AL000"}}
assert set(registry.classes) == written, set(registry.classes) ^ written
assert all(rule.__module__.startswith("asynclint.rules.") for rule in registry.classes.values())
folder = pathlib.Path(asynclint.rules.__path__[-1])
assert (folder / "knowledge" / "stdlib" / "time.toml").is_file()
assert pathlib.Path(asynclint.__file__).with_name("py.typed").is_file()
assert importlib.metadata.version("asynclint") == "0.1.0"
print(asynclint.__file__)
"""


def run(command: Iterable[str | Path], folder: Path) -> str:
    done = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what goes into a distribution, so that the real checkout stays as it is."""
    copy = tmp_path_factory.mktemp("checkout") / "asynclint"
    copy.mkdir()
    for part in PARTS:
        source = TOP / part
        if source.is_dir():
            shutil.copytree(source, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / part)
    return copy


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source tree of a distribution ``rules`` with a top-level package of that name."""
    tree = tmp_path_factory.mktemp("foreign")
    (tree / "rules").mkdir()
    (tree / "rules" / "__init__.py").write_text(f'"""{FOREIGN}"""\n')
    (tree / "pyproject.toml").write_text(
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        '[project]\nname = "rules"\nversion = "3.5"\n'
    )
    return tree


@pytest.fixture
def environment(tmp_path: Path, foreign: Path) -> Path:
    """A virtual environment with the foreign distribution; gives its interpreter."""
    run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "env"], tmp_path)
    python = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    site = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], tmp_path).strip()
    Path(site, "fallback.pth").write_text(
        "\n".join(dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))) + "\n"
    )
    install(python, foreign)
    return python


def install(python: Path, *what: str | Path) -> None:
    """Install with the pip of the running environment, from what is on this machine."""
    options = ["--no-deps", "--no-index", "--no-build-isolation", "--ignore-installed", "--quiet"]
    run([sys.executable, "-m", "pip", "--python", python, "install", *options, *what], python.parent)


def probe(python: Path, folder: Path) -> Path:
    """Check an installed asynclint from an empty folder; gives the path of its package."""
    printed = run([python, "-c", PROBE.format(foreign=FOREIGN)], folder)
    return Path(printed.strip()).parent


def build(kind: str, source: Path, target: Path) -> Path:
    run([sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", target], source)
    (built,) = target.iterdir()
    return built


def test_wheel(checkout: Path, environment: Path, tmp_path: Path) -> None:
    """The wheel holds the rules inside the package, and nothing at the top level but it."""
    wheel = build("wheel", checkout, tmp_path / "dist")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {"asynclint", "asynclint-0.1.0.dist-info"}
    assert "asynclint/rules/ledger.toml" in names
    assert "asynclint/rules/__init__.py" in names
    assert len(names) == len(set(names))
    install(environment, wheel)
    assert probe(environment, tmp_path).is_relative_to(environment.parents[1])


def test_sdist_to_wheel(checkout: Path, environment: Path, tmp_path: Path) -> None:
    """What is built from the source distribution is the same wheel."""
    direct = build("wheel", checkout, tmp_path / "direct")
    sdist = build("sdist", checkout, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (source,) = (tmp_path / "unpacked").iterdir()
    wheel = build("wheel", source, tmp_path / "dist")
    assert sorted(zipfile.ZipFile(wheel).namelist()) == sorted(zipfile.ZipFile(direct).namelist())
    install(environment, wheel)
    probe(environment, tmp_path)


def test_pip_install_of_a_checkout(checkout: Path, environment: Path, tmp_path: Path) -> None:
    """``pip install .`` leaves nothing behind that a later build would pick up."""
    before = sorted(path.name for path in checkout.iterdir())
    install(environment, checkout)
    assert probe(environment, tmp_path).is_relative_to(environment.parents[1])
    assert sorted(path.name for path in checkout.iterdir()) == before


def test_editable_install(checkout: Path, environment: Path, tmp_path: Path) -> None:
    """With ``-e .`` the checkout is used, a new rule is there at once, and ``rules`` is still somebody else's."""
    install(environment, "-e", checkout)
    assert probe(environment, tmp_path).is_relative_to(checkout)
    rule = checkout / "rules" / "tasks" / "brand_new.py"
    rule.write_text(
        '"""New."""\nfrom asynclint.rule import ProgramRule\n'
        'class BrandNew(ProgramRule):\n    """New."""\n    code, name, since = "AL399", "brand-new", "0.2"\n'
    )
    try:
        code = "from asynclint.engine.registry import discover; print('AL399' in discover().classes)"
        assert run([environment, "-c", code], tmp_path).strip() == "True"
    finally:
        rule.unlink()


def test_the_command_runs(checkout: Path, environment: Path, tmp_path: Path) -> None:
    """The installed command finds something, in a folder that is not the checkout."""
    install(environment, checkout)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "main.py").write_text("import time\n\n\nasync def main():\n    time.sleep(1)\n")
    command = environment.with_name("asynclint")
    done = subprocess.run(
        [command, "check", "--no-cache", "--output-format", "concise", "."],
        cwd=tmp_path / "app",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "main.py:5:5: AL101 [blocking-sleep]" in done.stdout
