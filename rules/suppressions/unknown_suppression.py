"""AL003 unknown-suppression."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from asynclint.rule import CommentRule, Finding, Fixable, WordState

if TYPE_CHECKING:
    from asynclint.rule import JudgedComment, Word


class UnknownSuppression(CommentRule):
    """Reports a suppression comment that names no rule, or is not written as one.

    ## What it does
    Finds names and codes in `# asynclint: ignore[…]` and `# asynclint: ignore-file[…]` that no rule has, and comments
    that start with `asynclint` and are not understood.

    ## Why is this bad?
    The comment silences nothing, and looks as if it did.

    ## Example

    ```python
    async def save(order):
        return order  # asynclint: ignore[blocking-slep] it is short  # error: unknown-suppression
    ```

    ```python
    async def save(order):
        return order  # asynclint: ignored[blocking-sleep] it is short  # error: unknown-suppression
    ```

    ## Use instead

    ```python
    import time


    async def save(order):
        time.sleep(0.01)  # asynclint: ignore[blocking-sleep] it is short
        return order
    ```

    ## Known problems
    None: every name, code and alias that the ledger of rules has is known, also that of a rule that is only planned.

    ## Options
    * `per-file-ignores`: switches the rule off for some files.
    """

    code = "AL003"
    name = "unknown-suppression"
    since = "0.1"
    fixable = Fixable.NO

    def check(self, comments: "Iterable[JudgedComment]") -> Iterator[Finding]:
        """One finding for each comment that is not understood, or has unknown names."""
        for comment in comments:
            error = comment.suppression.error
            unknown = [word for word in comment.words if word.state is WordState.UNKNOWN]
            if comment.own and error is not None:
                yield self.finding(comment, error)
            elif unknown:
                yield self.finding(comment, "; ".join(map(_sentence, unknown)))


def _sentence(word: "Word") -> str:
    hint = f", did you mean `{word.hint}`?" if word.hint else ""
    return f"no rule is called `{word.spelled}`{hint}"
