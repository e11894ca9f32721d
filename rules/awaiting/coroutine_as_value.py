"""AL204 coroutine-as-value."""

from typing import TYPE_CHECKING

from asynclint.rule import Fixable

from .reports import COROUTINES, AwaitableRule, value_use, what

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class CoroutineAsValue(AwaitableRule):
    """TODO page."""

    code = "AL204"
    name = "coroutine-as-value"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A coroutine that is used as if it were its result."""
        if use.kind not in COROUTINES or (use.named and program.fates.handed_on(use)):
            return None
        how = value_use(program, use)
        return f"{what(use)} is {how} as if it were the result" if how else None
