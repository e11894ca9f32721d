"""AL205 unawaited-future."""

from typing import TYPE_CHECKING

from asynclint.rule import Fixable

from .reports import FUTURES, AwaitableRule, dropped, value_use, what

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class UnawaitedFuture(AwaitableRule):
    """TODO page."""

    code = "AL205"
    name = "unawaited-future"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("unused-awaitable",)

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A future that is dropped, so that nobody sees its exception, or used as if it were its result."""
        if use.kind not in FUTURES:
            return None
        if dropped(use):
            return f"the future of `{use.site.spelled}` is dropped: nobody waits for it or sees its exception"
        if use.named and program.fates.handed_on(use):
            return None
        how = value_use(program, use)
        return f"{what(use)} is {how} as if it were the result" if how else None
