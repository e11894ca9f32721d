"""AL907 obsolete-asyncio-api."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from asynclint.rule import FileRule, Finding, Fix, Fixable

from .availability import ABSENCE, is_optional, is_skipped

if TYPE_CHECKING:
    from asynclint.rule import FileView, FixableFile

Version = tuple[int, int]


class Obsolete(NamedTuple):
    """Since which version something is reported, what became of it, and what replaces it: a module and a name."""

    since: Version
    fate: str
    instead: tuple[str, str] | None = None
    advice: str = ""


_POLICIES: Final = Obsolete((3, 14), "deprecated since 3.14", None, "use `asyncio.Runner(loop_factory=…)`")
_WATCHERS: Final = Obsolete((3, 12), "deprecated since 3.12 and gone since 3.14", None, "nothing replaces it")
OBSOLETE: Final = {
    "asyncio.coroutine": Obsolete((3, 8), "gone since 3.11", None, "make it `async def`"),
    "asyncio.Task.all_tasks": Obsolete((3, 7), "gone since 3.9", ("asyncio", "all_tasks")),
    "asyncio.Task.current_task": Obsolete((3, 7), "gone since 3.9", ("asyncio", "current_task")),
    "asyncio.iscoroutinefunction": Obsolete((3, 12), "deprecated since 3.14", ("inspect", "iscoroutinefunction")),
    "asyncio.get_event_loop_policy": _POLICIES,
    "asyncio.set_event_loop_policy": _POLICIES,
    "asyncio.AbstractEventLoopPolicy": _POLICIES,
    "asyncio.DefaultEventLoopPolicy": _POLICIES,
    "asyncio.WindowsSelectorEventLoopPolicy": _POLICIES,
    "asyncio.WindowsProactorEventLoopPolicy": _POLICIES,
    "asyncio.get_child_watcher": _WATCHERS,
    "asyncio.set_child_watcher": _WATCHERS,
    "asyncio.AbstractChildWatcher": _WATCHERS,
    "asyncio.SafeChildWatcher": _WATCHERS,
    "asyncio.FastChildWatcher": _WATCHERS,
    "asyncio.MultiLoopChildWatcher": _WATCHERS,
    "asyncio.ThreadedChildWatcher": _WATCHERS,
    "asyncio.PidfdChildWatcher": _WATCHERS,
}
_WITHOUT_LOOP: Final = frozenset(
    f"asyncio.{name}"
    for name in (
        "sleep", "wait", "wait_for", "gather", "shield", "as_completed", "Lock", "Event", "Condition", "Semaphore",
        "BoundedSemaphore", "Queue", "LifoQueue", "PriorityQueue", "open_connection", "start_server",
        "open_unix_connection", "start_unix_server", "create_subprocess_exec", "create_subprocess_shell",
    )
)  # fmt: skip
"""What had a parameter ``loop`` until Python 3.9."""
_NO_LOOP: Final = ABSENCE | {"TypeError"}
_LOOP_DEPRECATED: Final = (3, 8)


class ObsoleteAsyncioApi(FileRule):
    """Reports interfaces of asyncio that Python has removed or is about to remove.

    ## What it does
    Finds `@asyncio.coroutine`, the argument `loop=` of functions and classes that no longer take it,
    `Task.all_tasks` and `Task.current_task`, child watchers, event loop policies and `asyncio.iscoroutinefunction`, as
    far as they are obsolete in the oldest Python that the project supports. What stands below a test of
    `sys.version_info` or `hasattr(asyncio, …)` is left alone, as is what a `try` does without: with a handler of
    `AttributeError` or `ImportError`.

    ## Why is this bad?
    The program stops working with the next Python, and some of it has stopped already: `loop=` raises TypeError since
    3.10, `asyncio.coroutine` is gone since 3.11, child watchers are since 3.14.

    ## Example

    ```python
    import asyncio


    @asyncio.coroutine  # error: obsolete-asyncio-api
    def old():
        yield from asyncio.sleep(1)


    async def wait(loop):
        lock = asyncio.Lock(loop=loop)  # error: obsolete-asyncio-api
        async with lock:
            return len(asyncio.Task.all_tasks())  # error: obsolete-asyncio-api
    ```

    ## Use instead

    ```python
    import asyncio


    async def new():
        await asyncio.sleep(1)


    async def wait():
        lock = asyncio.Lock()
        async with lock:
            return len(asyncio.all_tasks())
    ```

    ## Fix safety
    Safe, where something else does the same: `asyncio.all_tasks`, `asyncio.current_task`, and, from 3.12 on,
    `inspect.iscoroutinefunction`. A `loop=` is not removed, as it may say that another loop was meant.

    ## Known problems
    `inspect.iscoroutinefunction` does not know functions that `asyncio.coroutine` made, nor those that
    `asgiref.sync.markcoroutinefunction` marked on Python before 3.12.

    ## Options
    * `target-version` (or `requires-python`): the oldest Python that the project supports.
    * `# asynclint: ignore[obsolete-asyncio-api] the reason` on the statement says that it is meant.

    ## References
    * [What's new in Python 3.10: removed `loop` parameters](https://docs.python.org/3/whatsnew/3.10.html#removed)
    * [What's new in Python 3.14: asyncio](https://docs.python.org/3/whatsnew/3.14.html#asyncio)
    * [Pending removals](https://docs.python.org/3/deprecations/index.html)
    """

    code = "AL907"
    name = "obsolete-asyncio-api"
    since = "0.1"
    names = ("loop", *sorted({name.rpartition(".")[2] for name in OBSOLETE}))
    fixable = Fixable.SAFE

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each use."""
        if "asyncio" not in file.imported:
            return
        for call in file.calls_to(OBSOLETE):
            row = OBSOLETE[call.qualified or ""]
            if file.target_version >= row.since and not is_optional(file.summary, *call.at):
                remedy = row.instead or ()
                yield self.finding(call, _message(call.spelled, row), remedy=remedy)
        if file.target_version >= _LOOP_DEPRECATED:
            for call in file.calls_to(_WITHOUT_LOOP):
                if "loop" in call.row.keywords and not is_optional(file.summary, *call.at, _NO_LOOP):
                    yield self.finding(call, f"`{call.spelled}` takes no `loop` since 3.10")
        yield from self._definitions(file)

    def _definitions(self, file: "FileView") -> Iterator[Finding]:
        for function in file.functions():
            for name, site in zip(function.decorators, function.decorator_sites, strict=False):
                row = OBSOLETE.get(name or "")
                if row is not None and file.target_version >= row.since and not _is_chosen(file, function.number):
                    yield self.finding(site, _message(name or "", row))
        for cls in file.classes():
            for base in cls.bases:
                row = OBSOLETE.get(base or "")
                if row is not None and file.target_version >= row.since and not _is_chosen(file, cls.row.body):
                    yield self.finding(cls.site, _message(base or "", row))

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """The function that does the same."""
        if len(finding.remedy) != 2:
            return None
        call = file.call(finding)
        name, edits = file.name(*finding.remedy, call)
        return self.mended(f"Use `{'.'.join(finding.remedy)}`", (*edits, *file.replace_callee(call, name)))


def _message(spelled: str, row: Obsolete) -> str:
    advice = f"use `{'.'.join(row.instead)}`" if row.instead else row.advice
    return f"`{spelled}` is {row.fate}; {advice}"


def _is_chosen(file: "FileView", function: int) -> bool:
    """Whether a function, or the body of a class, is there or runs for some versions only."""
    return is_optional(file.summary, function, -1) or is_skipped(file.summary, function)
