"""Deferreds and Tornado futures that nobody yields: what AL215 and AL216 share."""

from typing import TYPE_CHECKING, ClassVar

from asynclint.rule import Confidence, Via

from .reports import AwaitableRule, dropped, left_to_others, says_not_to_wait, value_use, what

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class UnyieldedRule(AwaitableRule):
    """Objects to a dropped result, which may be meant, only as far as other code shows that it is not."""

    kind: ClassVar[str]

    def confidence(self, program: "Program", use: "Awaitable") -> Confidence:
        """A dropped result is a likely mistake where other code yields it, or where its errors are expected or lost.

        A comment that says not to wait speaks against it.
        """
        if not _lost(use):
            return use.confidence
        meant = program.fates.meant_to_be_awaited(use) or program.fates.loses_errors(use)
        view = program.view(use.site.module) if meant else None
        if view is not None and says_not_to_wait(view.remarks(use.site.statement_row, use.site.noqa_row)):
            meant = False
        return use.confidence.weaker(Confidence.LIKELY if meant else Confidence.POSSIBLE)

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A result that is dropped inside a coroutine, or used as if it had come."""
        if use.kind != self.kind:
            return None
        if _lost(use):
            return self._loss(program, use)
        if program.fates.always_true(use):
            return f"{what(use)} is always true: the condition does not ask its result"
        if left_to_others(program, use):
            return None
        how = value_use(program, use)
        return f"{what(use)} is {how} as if it were the result" if how else None

    def _loss(self, program: "Program", use: "Awaitable") -> str | None:
        if program.fates.may_be_dropped(use):
            return None
        if program.fates.in_coroutine(use.site):
            return f"nothing waits for `{use.site.spelled}`: its result and its errors are lost"
        if program.fates.errors_escape(use):
            return f"nothing waits for `{use.site.spelled}`: the `try` round it sees none of its errors"
        return None


def _lost(use: "Awaitable") -> bool:
    """Whether the result stands alone as a statement, or under a name that is never read and does not say so."""
    return dropped(use) or (use.unused and not use.via & Via.DISPLAY and not (use.named or "").startswith("_"))
