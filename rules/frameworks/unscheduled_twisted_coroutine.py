"""AL807 unscheduled-twisted-coroutine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Fix, FixableFile, Program


class UnscheduledTwistedCoroutine(ProgramRule):
    """Reports a coroutine where Twisted code expects a Deferred.

    ## What it does
    Finds coroutines in `gatherResults([…])` and `DeferredList([…])`, and coroutines that a plain function returns which
    is declared to return a Deferred, or returns one elsewhere.

    ## Why is this bad?
    A coroutine has no `addCallback`: AttributeError. And nothing runs it: only `ensureDeferred`,
    `Deferred.fromCoroutine` or `await` do.

    ## Example

    ```python
    from twisted.internet.defer import Deferred, gatherResults, succeed


    async def fetch(url):
        return url


    def fetch_all(urls):
        return gatherResults([fetch(url) for url in urls])  # error: unscheduled-twisted-coroutine


    def fetch_or_none(url) -> Deferred:
        if url is None:
            return succeed(None)
        return fetch(url)  # error: unscheduled-twisted-coroutine
    ```

    ## Use instead

    ```python
    from twisted.internet.defer import Deferred, ensureDeferred, gatherResults, succeed


    async def fetch(url):
        return url


    def fetch_all(urls):
        return gatherResults([ensureDeferred(fetch(url)) for url in urls])


    def fetch_or_none(url) -> Deferred:
        if url is None:
            return succeed(None)
        return ensureDeferred(fetch(url))
    ```

    ## Fix safety
    Unsafe: the coroutine, which did not run, begins to. `ensureDeferred(…)` is put round what is returned, and round
    each call in a list or comprehension; a collection that is made elsewhere has no fix.

    ## Known problems
    A coroutine that is dropped is reported by unawaited-coroutine, in Twisted code too.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[unscheduled-twisted-coroutine] the reason` on the statement says that it is meant.

    ## References
    * [Twisted: coroutines with async/await](https://docs.twisted.org/en/stable/core/howto/defer-intro.html)
    * [`ensureDeferred`](https://docs.twisted.org/en/stable/api/twisted.internet.defer.html#ensureDeferred)
    """

    code = "AL807"
    name = "unscheduled-twisted-coroutine"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each coroutine in the place of a Deferred."""
        for wrong in program.deferreds_with_coroutines():
            message = f"`{wrong.receiver}` gets coroutines: it takes Deferreds"
            remedy = (wrong.argument if wrong.kind == "all" else "",)
            yield self.finding(wrong.site, message, confidence=wrong.confidence, remedy=remedy)
        for call in program.coroutines_for_deferreds():
            yield self.finding(call, f"the coroutine of `{call.spelled}` is returned where callers expect a Deferred")

    def fix(self, finding: Finding, file: "FixableFile") -> "Fix | None":
        """Make Deferreds of the coroutines."""
        call = file.call(finding)
        starter, edits = file.name("twisted.internet.defer", "ensureDeferred", call)
        if finding.remedy:
            deferreds = file.wrap_items(file.argument(call, finding.remedy[0]), starter)
        else:
            deferreds = file.enclose(call, starter)
        return self.mended("Make Deferreds", (*deferreds, *edits))
