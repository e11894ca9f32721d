"""What the rules on blocking calls share: one analysis, one wording."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from asynclint.rule import Blocking, Finding, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import BlockingCall, Program

_PLACES = {
    "coroutine": "a coroutine",
    "callback": "a callback of the event loop",
    "method": "a method that the loop calls",
    "deferred": "a function that returns a Deferred",
}


class BlockingRule(ProgramRule):
    """Reports the calls of some kinds that wait on an event loop. ``waits`` completes "`name` …"."""

    kinds: ClassVar[tuple[Blocking, ...]]
    waits: ClassVar[str]

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each blocking call, with the shortest trace and all entries."""
        for call in program.blocking_calls(*self.kinds):
            yield self._report(call)

    def _report(self, call: "BlockingCall") -> Finding:
        return self.finding(
            call.site,
            self._message(call),
            confidence=call.confidence,
            chain=call.chain,
            blocks=call.kind.value,
            place=call.place,
            ways_in=call.ways_in,
            entries=call.entries,
        )

    def _message(self, call: "BlockingCall") -> str:
        entry = call.chain[0].function
        place = _PLACES[call.place]
        if len(call.chain) == 1:
            text = f"`{call.callee}` {self.waits} in {place}, `{entry}`"
        else:
            text = f"`{call.callee}` {self.waits}, and {place}, `{entry}`, gets here in {len(call.chain)} calls"
        if call.replacement:
            text += f"; use `{call.replacement}`"
        return text
