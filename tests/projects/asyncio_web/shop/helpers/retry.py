"""Trying again, in two worlds."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


def back_off(attempt: int) -> None:
    time.sleep(2**attempt)  # error: blocking-sleep "time.sleep"


async def retry(action: Callable[[], Awaitable[T]], attempts: int = 3) -> T:
    for attempt in range(attempts):
        try:
            return await action()
        except ConnectionError:
            await asyncio.sleep(2**attempt)
    return await action()
