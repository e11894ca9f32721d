"""Decorators that offload, and one that does not."""

import asyncio
import functools
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)
pool = ThreadPoolExecutor(max_workers=4)


def in_thread(function: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """The body runs in a thread; calling gives something to await."""

    @functools.wraps(function)
    async def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(pool, functools.partial(function, *args, **kwargs))

    return wrapper


def logged(function: Callable[P, T]) -> Callable[P, T]:
    """The body runs where the caller is."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            log.info("%s took %.3f s", function.__name__, time.perf_counter() - started)

    return wrapper
