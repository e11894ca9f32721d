"""Pauses of two kinds."""

import asyncio
import time

from twisted.internet.task import deferLater


def pause(attempt: int) -> None:
    time.sleep(2**attempt)  # error: blocking-sleep "time.sleep"


def pause_later(reactor, attempt: int):
    return deferLater(reactor, 2**attempt)


def run_other_loop(coroutine):
    return asyncio.run(coroutine)  # error: nested-event-loop
