"""Read many files, in this process or in several; the results are the same."""

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from typing import Final

from asynclint.session.reading import problem, read_file

Work = Callable[[str], bytes]

WORTH_A_POOL: Final = 500_000
"""Bytes of source below which starting processes takes longer than it saves."""

_LARGEST_CHUNK = 16
_CHUNKS_A_WORKER = 2


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_all(paths: Sequence[str], jobs: int, work: Work = read_file) -> Iterator[tuple[str, bytes]]:
    """Each path with what ``work`` makes of it, in any order.

    A file that ends its worker process gives a packed problem; the others are still read.
    """
    jobs = min(jobs, len(paths))
    if jobs <= 1 or not _can_start_processes():
        yield from ((path, work(path)) for path in paths)
        return
    size = max(1, min(_LARGEST_CHUNK, len(paths) // (jobs * _CHUNKS_A_WORKER * 2)))
    waiting = deque(paths[start : start + size] for start in range(0, len(paths), size))
    suspects: list[str] = []
    while waiting:
        flying: dict[Future[list[bytes]], Sequence[str]] = {}
        executor = _executor(jobs)
        try:
            yield from _drain(executor, waiting, flying, jobs * _CHUNKS_A_WORKER, work)
        except BrokenProcessPool:
            suspects += (path for chunk in flying.values() for path in chunk)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
        executor.shutdown()
    for path in suspects:
        yield path, _alone(path, work)


def _can_start_processes() -> bool:
    """Whether pools work here at all; some containers have no semaphores."""
    try:
        _executor(1).shutdown()
    except (ImportError, NotImplementedError, OSError):
        return False
    return True


def _drain(
    executor: ProcessPoolExecutor,
    waiting: deque[Sequence[str]],
    flying: dict[Future[list[bytes]], Sequence[str]],
    most: int,
    work: Work,
) -> Iterator[tuple[str, bytes]]:
    """Send chunks to the workers, never more than ``most`` at once, and yield what comes back."""
    while waiting or flying:
        while waiting and len(flying) < most:
            with _interrupts_held():
                future = executor.submit(_chunk, work, waiting[0])
            flying[future] = waiting.popleft()
        done, _ = wait(flying, return_when=FIRST_COMPLETED)
        for future in done:
            results = future.result()
            yield from zip(flying.pop(future), results, strict=True)


def _alone(path: str, work: Work) -> bytes:
    """Read a file in a process of its own, which may crash."""
    with _executor(1) as executor:
        try:
            with _interrupts_held():
                future = executor.submit(work, path)
            return future.result()
        except BrokenProcessPool:
            return problem("the process that read this file crashed; please report that with the file")


def _executor(jobs: int) -> ProcessPoolExecutor:
    """Forking is quickest, and does not run the main module again, but is safe only where no thread runs."""
    can_fork = sys.platform == "linux" and threading.active_count() == 1
    context = get_context("fork" if can_fork else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C comes later, so that a process that is just being started does not get it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker() -> None:
    """Leave Ctrl-C to the main process, and end with it even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # summarising leaves no reference cycles behind
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(1)


def _chunk(work: Work, paths: Sequence[str]) -> list[bytes]:
    return [work(path) for path in paths]
