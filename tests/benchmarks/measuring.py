"""What the benchmarks share: processes that are timed, and tables."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Run(NamedTuple):
    """A finished process: seconds on the clock, seconds of processor time and bytes of its largest process.

    ``cpu`` is user and system time, that of its children included. ``output`` is its standard output.
    """

    wall: float
    cpu: float
    memory: int
    code: int
    output: bytes


def run(command: Sequence[str]) -> Run:
    """Run a command to its end; its errors go to standard error. Python may keep its bytecode."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    with process.stdout as stream:
        output = stream.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, process.returncode, output)


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells with aligned columns; the first column to the left, the others to the right."""
    cells = [list(row) for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    )
