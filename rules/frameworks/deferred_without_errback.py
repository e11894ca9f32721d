"""AL806 deferred-without-errback."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Confidence, Finding, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class DeferredWithoutErrback(ProgramRule):
    """Reports a Deferred with callbacks whose errors nobody sees.

    ## What it does
    Finds a Deferred that gets callbacks with `addCallback`, but neither `addErrback`, `addBoth`, `addCallbacks` nor
    anything else, and that is then dropped: a chain that stands alone as a statement, or a local name that is used for
    nothing else. Where the function that gives the Deferred makes it, and never uses `errback`, only callbacks can
    fail: then the finding is *possible*. Tests are left alone: their runner (`twisted.trial`) looks for such errors,
    and fails the test.

    ## Why is this bad?
    When the operation, or a callback, fails, the failure goes along the chain to its end and is lost there. Twisted
    logs "Unhandled error in Deferred" some time later, when the garbage collector finds it, and the program goes on as
    if nothing had happened.

    ## Example

    ```python
    from twisted.web.client import readBody


    def received(response, store):
        body = readBody(response)  # error: deferred-without-errback
        body.addCallback(store)
        response.note()
    ```

    ## Use instead

    ```python
    from twisted.python import log
    from twisted.web.client import readBody


    def received(response, store):
        body = readBody(response)
        body.addCallback(store)
        body.addErrback(log.err)
        response.note()


    def handed_on(response, store):
        body = readBody(response)
        body.addCallback(store)
        return body
    ```

    ## Known problems
    A callback that is itself prepared for everything makes the errback of the operation no less necessary.

    ## Options
    * `min-confidence`: `"possible"` also shows Deferreds that only their callbacks make fail.
    * `# asynclint: ignore[deferred-without-errback] the reason` on the statement says that it is meant.

    ## References
    * [Twisted: Deferred reference, errbacks](https://docs.twisted.org/en/stable/core/howto/defer.html#errbacks)
    """

    code = "AL806"
    name = "deferred-without-errback"
    since = "0.1"

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each Deferred."""
        for site in program.deferreds_without_errback():
            if not site.module.is_test:
                message = f"no errback: who sees that `{site.spelled}` failed?"
                confidence = Confidence.POSSIBLE if program.only_succeeds(site) else Confidence.LIKELY
                yield self.finding(site, message, confidence=confidence)
