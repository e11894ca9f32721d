"""Ways out of the reactor's thread, and back."""

import functools
import time
from collections.abc import Callable
from typing import Any

from twisted.internet import reactor
from twisted.internet.defer import Deferred
from twisted.internet.threads import blockingCallFromThread, deferToThread


def in_thread(function: Callable[..., Any]) -> "Callable[..., Deferred[Any]]":
    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> "Deferred[Any]":
        return deferToThread(function, *args, **kwargs)

    return wrapper


def tell(message: str) -> None:
    """Given to the reactor by a thread: it runs on the loop."""
    with open("relay.log", "a") as log:  # error: blocking-file-io
        log.write(message)


def count(message: str) -> int:
    return len(message)


def work() -> None:
    """Runs in a thread."""
    time.sleep(1)
    reactor.callFromThread(tell, "done")
    blockingCallFromThread(reactor, count, "done")


def start_work() -> None:
    reactor.callInThread(work)
