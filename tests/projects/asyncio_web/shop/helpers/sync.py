"""For callers that know no event loop."""

import asyncio
import time
from collections.abc import Coroutine
from typing import Any


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(coroutine)


def wait_for_result(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(coroutine)  # error: nested-event-loop


def pause(seconds: float) -> None:
    """Wait where no loop runs."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        time.sleep(seconds)
