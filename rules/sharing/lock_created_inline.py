"""AL604 lock-created-inline."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import FileRule, Finding, Use

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileView

_LOCKS: Final = frozenset(
    f"{module}.{name}"
    for module, names in {
        "asyncio": ("Lock", "Semaphore", "BoundedSemaphore", "Condition"),
        "trio": ("Lock", "StrictFIFOLock", "Semaphore", "Condition", "CapacityLimiter"),
        "anyio": ("Lock", "Semaphore", "Condition", "CapacityLimiter"),
        "curio": ("Lock", "RLock", "Semaphore", "Condition"),
        "tornado.locks": ("Lock", "Semaphore", "BoundedSemaphore"),
        "twisted.internet.defer": ("DeferredLock", "DeferredSemaphore"),
        "threading": ("Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition"),
    }.items()
    for name in names
)
_EXPECTING: Final = frozenset({"raises", "assertRaises", "assertRaisesRegex"})
_ENTERED: Final = frozenset({Use.ENTERED, Use.ASYNC_ENTERED})


class LockCreatedInline(FileRule):
    """Reports a lock that is made where it is taken.

    ## What it does
    Finds `with` and `async with` on a call that makes a new lock, semaphore, condition or capacity limiter of asyncio,
    Trio, AnyIO, Curio, Tornado, Twisted or `threading`. Tests that expect an exception there are left alone.

    ## Why is this bad?
    A lock keeps out those who use the same lock. One that each passer-by makes anew keeps out nobody.

    ## Example

    ```python
    import asyncio

    total = 0


    async def add(client):
        global total
        async with asyncio.Lock():  # error: lock-created-inline
            total = total + await client.get()
    ```

    ## Use instead

    ```python
    import asyncio

    total = 0
    lock = asyncio.Lock()


    async def add(client):
        global total
        async with lock:
            total = total + await client.get()
    ```

    ## Known problems
    A lock that a function makes, keeps in a local name and shares with nobody is not found.

    ## References
    * [`asyncio.Lock`](https://docs.python.org/3/library/asyncio-sync.html#asyncio.Lock)
    """

    code = "AL604"
    name = "lock-created-inline"
    since = "0.1"
    names = tuple(sorted({name.rpartition(".")[2] for name in _LOCKS}))

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each lock that nobody else can take."""
        for call in file.calls_to(_LOCKS):
            if call.use in _ENTERED and not _has_to_fail(call):
                yield self.finding(call, f"`{call.spelled}` makes a new lock each time: it keeps nobody out")


def _has_to_fail(call: "FileCall") -> bool:
    """Whether a test stands round it that expects an exception."""
    blocks = (call.block, *call.block.ancestors())
    return any(item.call is not None and item.call.row.name in _EXPECTING for block in blocks for item in block.items)
