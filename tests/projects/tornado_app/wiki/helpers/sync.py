"""For scripts; a handler must not come here."""

from collections.abc import Callable
from typing import Any

from tornado.ioloop import IOLoop


def call(function: Callable[[], Any]) -> Any:
    return IOLoop.current().run_sync(function)  # error: nested-event-loop
