"""Where a function runs."""

from enum import StrEnum


class Place(StrEnum):
    """The places that a callable can be handed to; the value is what knowledge files write in ``hands``."""

    LOOP = "loop"
    """Called by an event loop, a reactor or an IOLoop; must not wait, and its result is ignored."""
    TASK = "task"
    """Run as a coroutine on the loop by whoever receives it (``start_soon``, Tornado's ``add_callback``)."""
    THREAD = "thread"
    PROCESS = "process"
    INLINE = "inline"
    """Called at once, in the caller's place, and the result is used as a plain value (``sorted(key=…)``)."""
    LATER = "later"
    """Called at some later time in a plain context that ignores the result (``atexit.register``)."""
