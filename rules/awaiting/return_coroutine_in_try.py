"""AL206 return-coroutine-in-try."""

from typing import TYPE_CHECKING

from asynclint.rule import Fixable, Use, Via

from .reports import AwaitableRule

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program

_KINDS = frozenset({"typing.Coroutine", "typing.Awaitable", "twisted.internet.defer.Deferred"})


class ReturnCoroutineInTry(AwaitableRule):
    """TODO page."""

    code = "AL206"
    name = "return-coroutine-in-try"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A coroutine returned from inside a ``try`` or ``with``, which are over before it runs."""
        if use.kind not in _KINDS or use.use is not Use.RETURNED or use.via & (Via.DISPLAY | Via.COMPREHENSION):
            return None
        around = program.fates.protection(use)
        if around is None:
            return None
        return f"`{use.site.spelled}` is returned without `await`: the {around} round it is over before it runs"
