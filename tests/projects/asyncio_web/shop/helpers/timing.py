"""Measures, with a context manager."""

import contextlib
import time
from collections.abc import Iterator

measured: dict[str, float] = {}


@contextlib.contextmanager
def measured_as(name: str) -> Iterator[None]:
    started = time.perf_counter()
    try:
        yield
    finally:
        measured[name] = time.perf_counter() - started


@contextlib.contextmanager
def journaled_as(name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    with open("journal.txt", "a") as journal:  # error: blocking-file-io
        journal.write(f"{name} {time.perf_counter() - started}\n")
