"""A function that the loop calls again and again."""

import asyncio
import os
from collections.abc import Callable


class Timer:
    def __init__(self, seconds: float, function: Callable[[], None]) -> None:
        self.seconds = seconds
        self.function = function

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.handle = loop.call_later(self.seconds, self.tick)

    def tick(self) -> None:
        self.function()
        self.start(self.loop)


def remember_state() -> None:
    os.replace("state.new", "state")
