"""Tasks that run beside the requests."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Background:
    """Keeps its tasks."""

    def __init__(self) -> None:
        self.tasks: set[asyncio.Task[Any]] = set()

    def start(self, coroutine: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.create_task(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    async def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)


def fire(coroutine: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    """Keeps nothing: that is for the caller to do."""
    return asyncio.ensure_future(coroutine)
