"""What the rules on awaitables share: their classes, and how a finding names them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Confidence, Finding, ProgramRule, Step, Use, Via

if TYPE_CHECKING:
    from asynclint.rule import Awaitable, Fix, FixableFile, Program

AWAITABLE = "typing.Awaitable"
COROUTINE = "typing.Coroutine"
COROUTINES = frozenset({COROUTINE, AWAITABLE})
DEFERRED = "twisted.internet.defer.Deferred"
TORNADO_FUTURE = "tornado.concurrent.Future"
TASK = "asyncio.Task"
FUTURES = frozenset({"asyncio.Future", "concurrent.futures.Future"})

WORDS = {
    COROUTINE: "coroutine",
    AWAITABLE: "awaitable",
    DEFERRED: "Deferred",
    TORNADO_FUTURE: "future",
    TASK: "task",
    "asyncio.Future": "future",
}

AS_VALUE = {
    Use.COMPARED: "compared",
    Use.OPERATED: "used with an operator",
    Use.SUBSCRIPTED: "subscripted",
    Use.ITERATED: "iterated",
    Use.UNPACKED: "unpacked",
    Use.FORMATTED: "formatted",
    Use.CONTAINED: "searched with `in`",
}
"""Uses that only make sense of the result."""

_FAILING = frozenset({Use.ATTRIBUTE, Use.RECEIVER, Use.SUBSCRIPTED, Use.ITERATED, Use.UNPACKED, Use.OPERATED})
"""Uses that no awaitable survives."""

_TELLING = frozenset({Use.COMPARED, Use.FORMATTED, Use.PASSED})
"""Uses that also ask whether there is an awaitable, show it in a message, or hand it on."""

_NOT_TO_WAIT = re.compile(
    r"(?:(?<![-\w])(?:no|not|never|without)|n['\u2019]t)\b[^.\n]{0,40}\b(?:yield|await|wait)|\bfire[ -]and[ -]forget\b",
    re.IGNORECASE,
)


class AwaitableRule(ProgramRule):
    """A rule that looks at what becomes of awaitables."""

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each awaitable that the rule objects to."""
        reported: set[tuple[str, int]] = set()
        for use in program.awaitable_uses:
            message = self.objection(program, use)
            if message is not None and (use.site.filename, use.site.number) not in reported:
                reported.add((use.site.filename, use.site.number))
                yield self.finding(use.site, message, confidence=self.confidence(program, use), chain=_steps(use))

    def fix(self, finding: Finding, file: "FixableFile") -> "Fix | None":
        """Wait for what the call gives, where the function round it can and no comment says that it is not to."""
        if says_not_to_wait(file.remarks(finding.statement_row, finding.noqa_row)):
            return None
        call = file.call(finding)
        if _is_awaited_by_name(finding, file):
            return None
        keyword = file.waits_with(call)
        return self.mended(f"Insert `{keyword}`", file.wait(call, keyword))

    def confidence(self, program: "Program", use: "Awaitable") -> Confidence:
        """How sure a finding for the use is."""
        return use.confidence

    def objection(self, program: "Program", use: "Awaitable") -> str | None:
        """What is wrong with a use, as the finding's message; None when nothing is."""
        raise NotImplementedError


def _is_awaited_by_name(finding: Finding, file: "FixableFile") -> bool:
    """Whether something waits for the name that holds the awaitable: it would get the result."""
    if not finding.chain[1:]:
        return False
    row = finding.location.row
    function = max((one for one in file.summary.functions if one.line <= row <= one.end_line), key=lambda one: one.line)
    reads = function.reads.get(finding.chain[-1].calls, ())
    return any(read.use in (Use.AWAITED, Use.YIELDED) for read in reads)


def says_not_to_wait(comment: str) -> bool:
    """Whether people say in a comment that something is started and not waited for."""
    return _NOT_TO_WAIT.search(comment) is not None


def _steps(use: "Awaitable") -> Iterator[Step]:
    yield Step(use.site.filename, use.site.location, use.site.function_name, use.site.spelled)
    if use.at is not use.site:
        yield Step(use.at.filename, use.at.location, use.at.function_name, use.named or "")


def dropped(use: "Awaitable") -> bool:
    """Whether the awaitable stands alone as a statement."""
    return use.use is Use.DROPPED and not use.via & (Via.DISPLAY | Via.COMPREHENSION)


def left_to_others(program: "Program", use: "Awaitable") -> bool:
    """Whether a name holds the awaitable and it is also awaited, stored or passed on, if it can get so far."""
    if not use.named or not program.fates.handed_on(use):
        return False
    return use.use not in _FAILING or not program.fates.holds_only(use)


def value_use(program: "Program", use: "Awaitable") -> str | None:
    """How an awaitable is used as if it were its result; None when it is not."""
    if use.use is Use.OPERATED and use.via == Via.DISPLAY:
        wanted = program.fates.wanted(use)
        return f"put into a list of {wanted}" if wanted is not None else None
    if use.via & (Via.DISPLAY | Via.COMPREHENSION | Via.STARRED):
        return None
    if use.use in _TELLING and program.fates.known_as_awaitable(use):
        return None
    if use.use in AS_VALUE:
        return AS_VALUE[use.use]
    if use.use in (Use.ATTRIBUTE, Use.RECEIVER):
        attribute = str(use.detail)
        return f"asked for `.{attribute}`" if program.awaitables.misused_attribute(use.kind, attribute) else None
    if use.use is Use.PASSED or (use.use is Use.RETURNED and program.fates.protection(use) is None):
        wanted = program.fates.wanted(use)
        if wanted is not None:
            return f"{'passed' if use.use is Use.PASSED else 'returned'} where {wanted} is wanted"
    return None


def object_use(program: "Program", use: "Awaitable") -> str | None:
    """How an object that is made to be awaited is used as if it were its result; None when it can be used so."""
    objects = program.awaitables.objects
    if use.via & (Via.DISPLAY | Via.COMPREHENSION | Via.STARRED):
        return None
    if use.use in AS_VALUE:
        return AS_VALUE[use.use] if objects.lacks(use.kind, use.use, use.detail) else None
    if use.use in (Use.ATTRIBUTE, Use.RECEIVER):
        return f"asked for `.{use.detail}`" if objects.lacks(use.kind, use.use, use.detail) else None
    return value_use(program, use) if use.use is Use.PASSED and objects.is_known(use.kind) else None


def what(use: "Awaitable") -> str:
    """The awaitable in words."""
    word = WORDS.get(use.kind, "awaitable")
    held = f", which `{use.named}` holds," if use.named and use.at is not use.site else ""
    return f"the {word} of `{use.site.spelled}`{held}"
