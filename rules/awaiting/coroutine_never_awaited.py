"""AL202 coroutine-never-awaited."""

from typing import TYPE_CHECKING

from asynclint.rule import Fixable, Use, Via

from .reports import COROUTINES, AwaitableRule

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class CoroutineNeverAwaited(AwaitableRule):
    """TODO page."""

    code = "AL202"
    name = "coroutine-never-awaited"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A coroutine under a name that is never read, or in a container that is dropped."""
        if use.kind not in COROUTINES:
            return None
        if use.unused:
            return f"`{use.named}` holds a coroutine of `{use.site.spelled}` and is never used: it never runs"
        if use.use is Use.DROPPED and use.via & (Via.DISPLAY | Via.COMPREHENSION):
            return f"the coroutines of `{use.site.spelled}` are gathered into a container that is dropped: they never run"
        return None
