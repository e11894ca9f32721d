"""Ways to a thread, and what may run in one."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tornado.concurrent import Future
from tornado.ioloop import IOLoop

pool = ThreadPoolExecutor(max_workers=2)


def in_pool(function: Callable[..., Any], *arguments: Any) -> "Future[Any]":
    return IOLoop.current().run_in_executor(pool, function, *arguments)


def settle(seconds: float) -> None:
    time.sleep(seconds)  # error: blocking-sleep


def settle_in_thread(seconds: float) -> None:
    time.sleep(seconds)
