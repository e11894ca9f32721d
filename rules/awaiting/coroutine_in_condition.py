"""AL203 coroutine-in-condition."""

from typing import TYPE_CHECKING

from asynclint.rule import Fixable, Use, Via

from .reports import COROUTINES, AwaitableRule, what

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class CoroutineInCondition(AwaitableRule):
    """TODO page."""

    code = "AL203"
    name = "coroutine-in-condition"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("redundant-condition", "truthy-bool")

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A coroutine whose truth is asked for: it is always true."""
        if use.kind not in COROUTINES or use.use is not Use.TESTED:
            return None
        if use.via & (Via.DISPLAY | Via.COMPREHENSION) or (use.named and program.fates.handed_on(use)):
            return None
        return f"{what(use)} is always true: the condition does not ask its result"
