"""AL209 async-function-as-sync-callback."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class AsyncFunctionAsSyncCallback(ProgramRule):
    """TODO page."""

    code = "AL209"
    name = "async-function-as-sync-callback"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each coroutine function that is given to something that will not await its result."""
        for handoff in program.lost_callbacks():
            yield self.finding(
                handoff.site,
                f"`{handoff.site.spelled}` calls `{handoff.function}` as a plain function: "
                "its coroutine is created and never runs",
                confidence=handoff.confidence,
            )
