"""The real program: what a process does that a function call does not show."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import asynclint

TOP = Path(__file__).parents[2]
MODULE = (sys.executable, "-m", "asynclint")
RUN = "runpy.run_module('asynclint', run_name='__main__', alter_sys=True)"
HEEDING = f"import signal, runpy; signal.signal(signal.SIGINT, signal.default_int_handler); {RUN}"
"""Runs the program so that Ctrl-C reaches it, also where this process was started to ignore it."""


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the program in the working directory."""
    variables = {**os.environ, "PYTHONPATH": str(TOP), **environment}
    return subprocess.run([*MODULE, *arguments], capture_output=True, text=True, check=False, env=variables)


def test_same_bytes_from_one_worker_and_many(project: Path) -> None:
    """The number of processes cannot be seen in the output."""
    text = "import time\n\n\nasync def f{0}():\n    time.sleep({0})\n" + "# filling\n" * 3000
    for number in range(40):
        (project / f"m{number}.py").write_text(text.format(number + 1))
    outputs = {run("check", "--no-cache", "--jobs", str(jobs)).stdout for jobs in (1, 2, 5)}
    assert len(outputs) == 1
    assert outputs.pop().count("AL101") == 42


def test_closed_pipe_is_no_error(project: Path) -> None:
    """`asynclint check | head -1` ends quietly."""
    for number in range(300):
        (project / f"m{number}.py").write_text(f"import time\nasync def f{number}():\n    time.sleep({number})\n")
    command = f"'{sys.executable}' -m asynclint check --no-cache | head -1"
    variables = {**os.environ, "PYTHONPATH": str(TOP)}
    result = subprocess.run(command, shell=True, capture_output=True, text=True, check=False, env=variables)
    assert result.stdout.count("\n") == 1
    assert result.stderr == ""


def test_terminal_without_unicode(project: Path) -> None:
    """An encoding without arrows gets escapes, not a crash."""
    result = run("check", "p/low.py", PYTHONIOENCODING="ascii")
    assert "f \\u2192 low.wait" in result.stdout
    assert result.returncode == 1


def test_interrupt_leaves_nothing(project: Path) -> None:
    """Ctrl-C ends the run with 130, without a traceback; people press it again when an import swallowed the first."""
    text = "import time\n\n\nasync def f():\n    time.sleep(1)\n" * 200
    for number in range(800):
        (project / f"m{number}.py").write_text(text)
    variables = {**os.environ, "PYTHONPATH": str(TOP)}
    process = subprocess.Popen(
        [sys.executable, "-c", HEEDING, "check", "--no-cache", "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=variables,
        start_new_session=True,
    )
    while process.poll() is None:
        time.sleep(1.5)
        os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert error.strip() == "Interrupted"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"]])
def test_help_loads_little(project: Path, arguments: list[str]) -> None:
    """Help needs neither libcst nor anything that analyses."""
    assert loaded(arguments) & {"libcst", "sqlite3", "pathspec", "asynclint.session.session"} == set()


def test_warm_run_loads_little(project: Path) -> None:
    """A run in which nothing changed loads nothing that parses, links or selects, and `ast` only if click does."""
    time.sleep(0.1)
    run("check")
    warm = loaded(["check", "--verbose"])
    if "asynclint.session.gathering" in warm:
        pytest.skip("somebody changed asynclint's code between the runs")
    heavy = {"libcst", "pathspec", "multiprocessing", "dataclasses", "asynclint.engine", "asynclint.program"}
    assert warm & heavy <= {"dataclasses"}
    parts = tuple(f"asynclint.{part}." for part in ("syntax", "summarize", "engine", "program", "rules"))
    assert not {name for name in warm if name.startswith(parts)} - {"asynclint.syntax.source"}
    code = "import sys, click, msgspec; print('ast' in sys.modules)"
    by_click = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert ("ast" in warm) <= (by_click == "True\n")


def loaded(arguments: list[str]) -> set[str]:
    """The modules that a run loads."""
    code = (
        "import sys\nfrom asynclint.cli.main import run\n"
        f"try:\n    run({arguments!r})\nfinally:\n    print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    variables = {**os.environ, "PYTHONPATH": str(TOP)}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=variables)
    return set(result.stderr.splitlines())


def test_package_is_lazy() -> None:
    """`import asynclint` loads nothing until something is asked for."""
    code = (
        "import sys, asynclint; print([name for name in sys.modules if name.startswith('asynclint.')], asynclint.Rule)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=TOP)
    assert result.stdout == "[] <class 'asynclint.rule.Rule'>\n"


def test_version_is_that_of_the_project() -> None:
    """The version in the package and in pyproject.toml are one."""
    import tomllib

    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == asynclint.__version__


def test_unknown_attribute() -> None:
    """The lazy package has no other attributes than it says."""
    with pytest.raises(AttributeError, match="has no attribute 'nope'"):
        _ = asynclint.nope
    assert set(asynclint.__all__) <= set(dir(asynclint))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("asynclint rule dangling", {"dangling-task"}),
        ("asynclint check --select AL1,dangling", {"AL1,dangling-task"}),
        ("asynclint conf", {"config"}),
        ("asynclint check --output-format sar", {"sarif"}),
    ],
)
def test_what_shells_complete(project: Path, words: str, expected: set[str]) -> None:
    """Commands, options, their values, and rules."""
    position = str(len(words.split()) - 1)
    result = run(_ASYNCLINT_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=position)
    assert {line.partition(",")[2] for line in result.stdout.splitlines()} == expected


def test_watch(project: Path) -> None:
    """A changed file and a changed configuration are checked again, a broken one is waited out; Ctrl-C ends it."""
    variables = {**os.environ, "PYTHONPATH": str(TOP)}
    process = subprocess.Popen(
        [sys.executable, "-c", HEEDING, "check", "--watch", "--output-format", "concise"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=variables,
    )
    assert process.stdout
    assert process.stderr

    def told() -> list[str]:
        """What is said of one check on standard error, up to the sentence that it waits."""
        assert process.stderr
        lines = []
        for line in process.stderr:
            if line.startswith("Watching"):
                break
            lines.append(line)
        return lines

    try:
        assert told() == []
        (project / "p" / "sleeps.py").write_text("")
        assert told() == []
        (project / "pyproject.toml").write_text("[tool.asynclint]\nx = 1\n")
        assert "there is no such option" in told()[0]
        (project / "pyproject.toml").write_text("[tool.asynclint]\nignore = ['AL1']\n")
        assert told() == []
    finally:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=30)
    assert [line for line in output.splitlines() if line.startswith(("Found", "All"))] == [
        "Found 2 errors.",
        "Found 1 error.",
        "All checks passed!",
    ]
    assert process.returncode == 130
