"""Deferreds and Tornado futures that nobody yields: what AL215 and AL216 share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import msgspec

from asynclint.rule import Confidence, Finding, Use, Via

from .reports import AwaitableRule, dropped, value_use, what

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Program


class UnyieldedRule(AwaitableRule):
    """Objects to a dropped result, which may be meant, only as far as other code shows that it is not."""

    kind: ClassVar[str]

    def check(self, program: "Program") -> Iterator[Finding]:
        """Dropped results are likely mistakes where the same function is yielded elsewhere or a ``try`` waits for it."""
        doubtful = {
            (use.site.filename, use.site.location): program.fates.meant_to_be_awaited(use)
            for use in program.awaitable_uses
            if use.kind == self.kind and dropped(use)
        }
        for finding in super().check(program):
            meant = doubtful.get((finding.filename, finding.location))
            if meant is None:
                yield finding
            else:
                level = Confidence.LIKELY if meant else Confidence.POSSIBLE
                yield msgspec.structs.replace(finding, confidence=finding.confidence.weaker(level))

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """A result that is dropped inside a coroutine, or used as if it had come."""
        if use.kind != self.kind:
            return None
        if dropped(use):
            inside = program.fates.in_coroutine(use.site) and not program.fates.returns_receiver(use)
            return f"nothing waits for `{use.site.spelled}`: its result and its errors are lost" if inside else None
        if use.named and program.fates.handed_on(use):
            return None
        if use.use is Use.TESTED and not use.named and not use.via & (Via.DISPLAY | Via.COMPREHENSION):
            return f"{what(use)} is always true: the condition does not ask its result"
        how = value_use(program, use)
        return f"{what(use)} is {how} as if it were the result" if how else None
