"""AL002 suppression-without-reason."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from asynclint.rule import CommentRule, Finding, Fixable

if TYPE_CHECKING:
    from asynclint.rule import JudgedComment


class SuppressionWithoutReason(CommentRule):
    """Reports a suppression comment that does not say why.

    ## What it does
    Finds `# asynclint: ignore[…]` and `# asynclint: ignore-file` with nothing behind the brackets.

    ## Why is this bad?
    Whoever meets the comment a year later cannot know whether the wait was measured, accepted for now, or silenced in a
    hurry.

    ## Example

    ```python
    import time


    async def settle():
        time.sleep(0.001)  # asynclint: ignore[blocking-sleep]  # error: suppression-without-reason
    ```

    ## Use instead

    ```python
    import time


    async def settle():
        time.sleep(0.001)  # asynclint: ignore[blocking-sleep] the bus needs a millisecond without other traffic
    ```

    ## Known problems
    The comments of other tools have no place for a reason, so `# noqa` is not asked for one. The rule is off by
    default: it is a matter of a project's habits.

    ## Options
    * `extend-select`: `["suppression-without-reason"]` switches the rule on.
    """

    code = "AL002"
    name = "suppression-without-reason"
    since = "0.1"
    fixable = Fixable.NO
    default = False

    def check(self, comments: "Iterable[JudgedComment]") -> Iterator[Finding]:
        """One finding for each comment of our own form without a reason."""
        for comment in comments:
            if comment.own and comment.suppression.error is None and not comment.suppression.reason:
                yield self.finding(comment, "this suppression does not say why")
