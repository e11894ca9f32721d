"""How long asynclint takes for whole projects, beside ``ast.parse`` alone and beside ruff's ASYNC rules.

    python -m tests.benchmarks.cold PROJECT...

``cold`` is the first run with an empty cache, ``warm`` the next one. ``memory`` is that of the largest process.
``ratio`` is the processor time of the cold run divided by that of ``ast.parse`` for the same files in the same Python.
"""

import argparse
import ast
import json
import shutil
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

from tests.benchmarks.measuring import Run, run, table

HEAD = ("project", "files", "lines", "cold s", "cpu s", "MiB", "ratio", "parse s", "warm s", "cpu s", "MiB", "ruff s",
        "findings", "sinks")  # fmt: skip
ASYNCLINT = (sys.executable, "-m", "asynclint", "check", "--isolated", "--quiet")
FAILED = 2


def main() -> None:
    """Measure each project and print a row for it; then what was found in each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="+", type=Path, metavar="PROJECT")
    parser.add_argument("-j", "--jobs", type=int, help="how many processes read files (default: one per processor)")
    arguments = parser.parse_args()
    _compile()
    rows: list[tuple[str, ...]] = [HEAD]
    rules: list[str] = []
    for project in arguments.projects:
        row, counts = measure(project.resolve(), arguments.jobs)
        rows.append(row)
        rules.append(f"{row[0]}: " + (", ".join(f"{code} {count}" for code, count in sorted(counts.items())) or "-"))
    print(table(rows))
    print("\n".join(["", *rules]))


def _compile() -> None:
    """Let asynclint run once, so that its bytecode is there: no run of an installed one compiles it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "one.py").write_text("import asyncio\n\n\nasync def wait():\n    await asyncio.sleep(1)\n")
        run([*ASYNCLINT, "--no-cache", "--output-format", "json", folder])


def measure(project: Path, jobs: int | None) -> tuple[tuple[str, ...], Counter[str]]:
    """The row of a project, and how often each rule reported."""
    files = [Path(row) for row in run([*ASYNCLINT, "--show-files", str(project)]).output.decode().splitlines()]
    with tempfile.TemporaryDirectory() as cache:
        command = [*ASYNCLINT, "--cache-dir", cache, "--output-format", "json", str(project)]
        command += ["--jobs", str(jobs)] if jobs else []
        cold, warm = _checked(run(command)), _checked(run(command))
    if cold.output != warm.output:
        print(f"{project}: the warm run printed something else than the cold one", file=sys.stderr)
    findings: list[dict[str, Any]] = json.loads(warm.output)
    parse, lines = parsing(files)
    row = (
        project.name, str(len(files)), f"{lines:,}", f"{cold.wall:.2f}", f"{cold.cpu:.2f}", _mebibytes(cold.memory),
        f"{cold.cpu / parse:.2f}" if parse else "-", f"{parse:.2f}", f"{warm.wall:.2f}", f"{warm.cpu:.2f}",
        _mebibytes(warm.memory), ruff(project), str(len(findings)), str(sum(bool(row["blocks"]) for row in findings)),
    )  # fmt: skip
    return row, Counter(finding["code"] for finding in findings)


def parsing(files: list[Path]) -> tuple[float, int]:
    """Seconds of processor time for ``ast.parse`` of the files that it accepts, and the number of lines of all."""
    seconds, lines = 0.0, 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path in files:
            data = path.read_bytes()
            lines += data.count(b"\n")
            started = time.process_time()
            try:
                ast.parse(data)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            seconds += time.process_time() - started
    return seconds, lines


def ruff(project: Path) -> str:
    """Seconds on the clock for ruff's rules on async code; - where there is no ruff."""
    beside = Path(sys.executable).with_name("ruff")
    program = str(beside) if beside.exists() else shutil.which("ruff")
    if program is None:
        return "-"
    command = [program, "check", "--select", "ASYNC", "--no-cache", "--isolated", "--quiet", "--exit-zero"]
    return f"{run([*command, str(project)]).wall:.2f}"


def _checked(done: Run) -> Run:
    if done.code >= FAILED:
        print("asynclint ended with exit code", done.code, file=sys.stderr)
    return done


def _mebibytes(size: int) -> str:
    return f"{size / 2**20:.0f}"


if __name__ == "__main__":
    main()
