"""The names of what cancels, and of what is cancelled, in asyncio, Trio and AnyIO."""

from typing import Final

SCOPES: Final = frozenset(
    {
        f"{library}.{name}"
        for library in ("anyio", "trio")
        for name in ("CancelScope", "fail_after", "fail_at", "move_on_after", "move_on_at", "open_cancel_scope")
    }
)
"""What opens a cancel scope in Trio and AnyIO; with ``with``."""

TIMEOUTS: Final = SCOPES | {
    "asyncio.timeout",
    "asyncio.timeout_at",
    "async_timeout.timeout",
    "async_timeout.timeout_at",
}
"""What limits how long a block may take."""

GROUPS: Final = frozenset({"anyio.create_task_group", "trio.open_nursery"})
"""What opens a nursery or task group that has a cancel scope; entering and leaving it is no checkpoint by itself."""

CANCELLED_CLASS: Final = "anyio.get_cancelled_exc_class"

LEVEL_CANCELLED: Final = frozenset({"trio.Cancelled", CANCELLED_CLASS})
"""Cancellation that comes again at each checkpoint until its scope ends; nobody else may end it."""

CANCELLED: Final = LEVEL_CANCELLED | {"asyncio.CancelledError"}

EVERYTHING: Final = "BaseException"
