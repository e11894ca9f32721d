"""What the rules on blocking calls share: one analysis, one wording."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

import libcst

from asynclint.rule import Applicability, Blocking, Finding, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import BlockingCall, Fix, FixableFile, Program

_PLACES = {
    "coroutine": "a coroutine",
    "callback": "a callback of the event loop",
    "method": "a method that the loop calls",
    "deferred": "a function that returns a Deferred",
}


_BOUND_TO_THE_LOOP = frozenset({"loop", "import"})
"""What a thread is no better place for."""


_NOT_FOR_THREADS = ("sqlite3.", "threading.", "os.chdir", "multiprocessing.")
"""Objects that belong to a thread, locks that one would hold, and what does not wait."""
_FILES = "io."
"""Context managers that have done their work once they are there; others do some of it at the end, on the loop."""
_LAZY = ("Iterator", "Generator")
"""Results whose work is done later, where they are iterated."""


class BlockingRule(ProgramRule):
    """Reports the calls of some kinds that wait on an event loop. ``waits`` completes "`name` …"."""

    kinds: ClassVar[tuple[Blocking, ...]]
    waits: ClassVar[str]
    each_use: ClassVar[tuple[str, tuple[str, ...]] | None] = None
    """The alias that means each method of some classes; who selects the rule by it sees all calls of these."""

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each blocking call, with the shortest trace and all entries."""
        alias, classes = self.each_use or ("", ())
        every = program.is_selected_as(alias)
        seen = set()
        for call in program.blocking_calls(*self.kinds, every=every):
            if self.concerns(program, call):
                seen.add((call.site.filename, call.site.location))
                yield self._report(call)
        for site in program.method_calls(*classes) if every else ():
            if (site.filename, site.location) not in seen:
                message = f"`{site.spelled}` belongs to what {self.waits}, in a coroutine, `{site.function_name}`"
                yield self.finding(site, message, aliases=(alias,))

    def concerns(self, program: "Program", call: "BlockingCall") -> bool:
        """Whether a call of these kinds is this rule's; another rule may know better."""
        return True

    def part(self, callee: str) -> "tuple[str, ...] | None":
        """The aliases that mean calls of this function, None when every alias means all calls of the rule."""
        return None

    def fix(self, finding: Finding, file: "FixableFile") -> "Fix | None":
        """Hand the call to a thread, if that is wanted and the call stands in something that can wait."""
        if not file.uses_threads or finding.blocks in _BOUND_TO_THE_LOOP:
            return None
        (callee,) = finding.remedy
        if callee.startswith(_NOT_FOR_THREADS) or any(word in file.program.returns(callee) for word in _LAZY):
            return None
        call = file.call(finding)
        if isinstance(file.parent(call), libcst.WithItem) and not file.program.returns(callee).startswith(_FILES):
            return None
        edits = file.to_thread(call)
        return self.mended("Hand the call to a thread", edits, applicability=Applicability.UNSAFE)

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
            remedy=(call.callee,),
            aliases=self.part(call.callee),
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
