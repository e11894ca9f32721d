"""AL201 unawaited-coroutine."""

from typing import TYPE_CHECKING

from asynclint.rule import Fixable

from .reports import COROUTINES, AwaitableRule, dropped

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class UnawaitedCoroutine(AwaitableRule):
    """TODO page."""

    code = "AL201"
    name = "unawaited-coroutine"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC105", "unused-coroutine", "reportUnusedCoroutine", "unused-awaitable")

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A coroutine that is created and dropped."""
        if use.kind in COROUTINES and dropped(use):
            return f"`{use.site.spelled}` only creates a coroutine, which is dropped and never runs"
        return None
