"""AL605 acquire-without-release."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import libcst

from asynclint.model.summary import Op
from asynclint.rule import FileRule, Finding, Leaving, Question, Use

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileFunction, FileView

_CLASSES: Final = (
    *(f"asyncio.{name}" for name in ("Lock", "Semaphore", "BoundedSemaphore", "Condition")),
    *(f"{module}.{name}" for module in ("anyio", "trio") for name in ("Lock", "Semaphore", "Condition")),
    "trio.StrictFIFOLock",
    "anyio.CapacityLimiter",
    "trio.CapacityLimiter",
)
_TAKING: Final = ("acquire", "enter", "lock")
_ACQUIRING: Final = frozenset(f"{name}.acquire" for name in _CLASSES)


class AcquireWithoutRelease(FileRule):
    """Reports a lock that stays locked on some way out of the function that took it.

    ## What it does
    Finds `await lock.acquire()` of the locks and semaphores of asyncio, Trio and AnyIO where a way through the function
    ends without `lock.release()`, an exception among them, and no other function of the file releases the lock. A
    semaphore that is a parameter, and that the function never releases, is a signal that somebody else gives.

    ## Why is this bad?
    Nobody gets the lock any more: everything that waits for it waits for ever, and nothing says why. Cancellation is
    an exception too, and can arrive at every `await` in between.

    ## Example

    ```python
    import asyncio

    lock = asyncio.Lock()


    async def add(client, item):
        await lock.acquire()  # error: acquire-without-release
        await client.add(item)
        lock.release()
    ```

    ## Use instead

    ```python
    import asyncio

    lock = asyncio.Lock()


    async def add(client, item):
        async with lock:
            await client.add(item)
    ```

    ## Known problems
    A lock that is known under another name in the function that releases it is taken for one that nobody releases. A
    function whose name says that it takes a lock (`acquire`, `enter`, `lock`) is left alone.

    ## Options
    * `# asynclint: ignore[acquire-without-release] the reason` on the statement says that it is meant.

    ## References
    * [`asyncio.Lock`](https://docs.python.org/3/library/asyncio-sync.html#asyncio.Lock)
    """

    code = "AL605"
    name = "acquire-without-release"
    since = "0.1"
    names = ("acquire",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each lock that is taken, and kept on some way."""
        for call in file.calls_to(_ACQUIRING):
            function = call.function
            if (
                call.use is not Use.AWAITED
                or function is None
                or _hands_on(function)
                or _is_signal(file, call, function)
                or _is_handed_on(file, call, function)
            ):
                continue
            if not _released_elsewhere(file, call, function):
                node = function.node
                taken = call.node
                if node is not None and taken is not None:
                    ways = _Held(taken).ask(node, False)
                    kept = {way.leaving for way in ways if way.fact}
                    if kept:
                        when = "when something fails in between" if kept == {Leaving.ERROR} else "on some way"
                        yield self.finding(call, f"`{call.spelled}` is not followed by `release` {when}")


def _hands_on(function: "FileFunction") -> bool:
    """Whether the name of a function says that it leaves the lock to its caller."""
    return any(word in function.row.name.lower() for word in _TAKING)


def _is_signal(file: "FileView", call: "FileCall", function: "FileFunction") -> bool:
    """Whether a semaphore came as a parameter, and the function only takes it: somebody else lets it go on."""
    lock = _receiver(file, call)
    kind, *name = file.summary.expressions[lock]
    if not (call.qualified or "").endswith("Semaphore.acquire") or kind != Op.NAME:
        return False
    if name[0] not in [parameter.name for parameter in function.row.parameters]:
        return False
    expressions = file.summary.expressions
    calls = (one.row for one in function.calls())
    return not any(row.name == "release" and expressions[row.callee][1:2] == (lock,) for row in calls)


def _is_handed_on(file: "FileView", taken: "FileCall", function: "FileFunction") -> bool:
    """Whether the function gives the lock to another one, which may release it."""
    lock = _receiver(file, taken)
    return any(lock in call.row.arguments or lock in call.row.keywords.values() for call in function.calls())


def _receiver(file: "FileView", call: "FileCall") -> int:
    return int(file.summary.expressions[call.row.callee][1])


def _released_elsewhere(file: "FileView", taken: "FileCall", function: "FileFunction") -> bool:
    """Whether another function releases the lock: of the same class, of the file where there is none, or nested."""
    lock = _receiver(file, taken)
    for row in file.summary.calls:
        if row.name == "release" and row.function != function.number:
            other = file.definition(row.function)
            near = (
                other is None
                or other.row.owner == function.row.owner
                or _encloses(other, function)
                or _encloses(function, other)
            )
            if near and file.summary.expressions[row.callee][1:2] == (lock,):
                return True
    return False


def _encloses(outer: "FileFunction", inner: "FileFunction") -> bool:
    parent = inner.parent
    while parent is not None and parent.number != outer.number:
        parent = parent.parent
    return parent is not None


class _Held(Question[bool]):
    """Whether the lock is held."""

    def __init__(self, taken: libcst.Call) -> None:
        self._taken = taken
        self._lock = taken.func.value if isinstance(taken.func, libcst.Attribute) else taken.func

    def _releases(self, node: libcst.CSTNode) -> bool:
        match node:
            case libcst.Call(func=libcst.Attribute(value=lock, attr=libcst.Name(value="release"))):
                return lock.deep_equals(self._lock)
            case _:
                return False

    def step(self, node: libcst.CSTNode, fact: bool) -> bool:
        return True if node is self._taken else (fact and not self._releases(node))

    def leave(self, item: libcst.WithItem, statement: libcst.With, fact: bool) -> bool:
        return fact and not item.item.deep_equals(self._lock)

    def raises(self, node: libcst.CSTNode, fact: bool) -> bool:
        if isinstance(node, libcst.Await) and node.expression is self._taken:
            return False
        return isinstance(node, libcst.Call | libcst.Await | libcst.Raise) and not self._releases(node)
