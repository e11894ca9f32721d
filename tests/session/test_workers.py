"""Many processes give what one gives, and none of them can take the run down."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from asynclint.session.reading import unpack
from asynclint.session.workers import read_all

PATHS = [f"/p/{number}.py" for number in range(100)]
TOP = Path(__file__).parents[2]


def echo(path: str) -> bytes:
    """Give the path back."""
    return path.encode()


def crash_on_three(path: str) -> bytes:
    """End the process, as a fault in C code would, for three of the paths."""
    if path in ("/p/0.py", "/p/41.py", "/p/99.py"):
        os._exit(3)
    return path.encode()


def name_process(path: str) -> bytes:
    """Say which process did the work."""
    time.sleep(0.002)
    return str(os.getpid()).encode()


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_every_path_once(jobs: int) -> None:
    """Whatever the number of processes, each path is worked on once."""
    results = list(read_all(PATHS, jobs, echo))
    assert sorted(results) == sorted((path, path.encode()) for path in PATHS)


def test_nothing_to_do() -> None:
    """No paths, no results, no processes."""
    assert list(read_all([], 4, echo)) == []


def test_work_is_shared() -> None:
    """With two jobs more than one process works, and not this one."""
    processes = {data for _, data in read_all(PATHS, 2, name_process)}
    assert len(processes) == 2
    assert str(os.getpid()).encode() not in processes


def test_crash_costs_only_its_file() -> None:
    """A file that ends its process is a problem; all the others are read."""
    results = dict(read_all(PATHS, 2, crash_on_three))
    assert set(results) == set(PATHS)
    crashed = {path for path, data in results.items() if data != path.encode()}
    assert crashed == {"/p/0.py", "/p/41.py", "/p/99.py"}
    for path in crashed:
        problem = unpack(results[path]).problem
        assert problem is not None
        assert "crashed" in problem[1]


def test_consumer_may_stop_early() -> None:
    """Who stops listening ends the processes."""
    results = read_all(PATHS, 2, echo)
    next(results)
    results.close()  # type: ignore[attr-defined]


SLEEPER = textwrap.dedent("""
    import os, time
    from asynclint.session.workers import read_all

    def work(path):
        os.write(1, f"{os.getpid()}\\n".encode())  # in one piece, as two processes write here
        time.sleep(60)
        return b""

    if __name__ == "__main__":
        try:
            list(read_all([str(number) for number in range(4)], 2, work))
        except KeyboardInterrupt:
            print("interrupted", flush=True)
            os._exit(130)
""")


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition: Callable[[], bool]) -> bool:
    """Wait at most ten seconds for a condition."""
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("kill", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(kill: signal.Signals, tmp_path: Path) -> None:
    """A killed run leaves no process behind."""
    script = tmp_path / "sleeper.py"
    script.write_text(SLEEPER)
    environment = {**os.environ, "PYTHONPATH": str(TOP)}
    run = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env=environment)
    assert run.stdout is not None
    workers = [int(run.stdout.readline()) for _ in range(2)]
    assert all(map(alive, workers))
    run.send_signal(kill)
    run.wait()
    assert wait_until(lambda: not any(map(alive, workers)))
