"""AL001 unused-suppression."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from asynclint.rule import CommentRule, Finding, Fixable, WordState

if TYPE_CHECKING:
    from asynclint.rule import Fix, FixableFile, JudgedComment


class UnusedSuppression(CommentRule):
    """Reports a suppression comment that silences nothing.

    ## What it does
    Finds names and codes in `# asynclint: ignore[…]` and `# asynclint: ignore-file[…]`, and asynclint's own codes in
    `# noqa`, that silence no finding and cut no way onto the loop. Rules that did not run are not judged, and neither
    are the codes of other tools, which are never reported nor removed.

    ## Why is this bad?
    Such a comment says that something is wrong where nothing is. And it would silence, unseen, the next finding of its
    rule at that place.

    ## Example

    ```python
    import asyncio
    import time


    async def poll(device):
        await asyncio.sleep(1)  # asynclint: ignore[blocking-sleep] it is short  # error: unused-suppression
        time.sleep(1)  # asynclint: ignore[blocking-sleep, dangling-task] it is short  # error: unused-suppression
    ```

    ## Use instead

    ```python
    import asyncio
    import time


    async def poll(device):
        await asyncio.sleep(1)
        time.sleep(1)  # asynclint: ignore[blocking-sleep] it is short
    ```

    ## Fix safety
    Safe: what is removed did nothing. The reason goes with a comment of which no name is left; of a `# noqa` with words
    behind its codes nothing is removed.

    ## Known problems
    A comment for a finding that only some settings show, such as an environment with the project's libraries, is unused
    without them.

    ## Options
    * `select`, `ignore`: a name is judged only when its rule runs on the file.
    * `per-file-ignores`: switches the rule off for some files.
    """

    code = "AL001"
    name = "unused-suppression"
    since = "0.1"
    fixable = Fixable.SAFE

    def check(self, comments: "Iterable[JudgedComment]") -> Iterator[Finding]:
        """One finding for each comment with words that did nothing."""
        for comment in comments:
            words = comment.spelled(WordState.UNUSED)
            if words:
                named = ", ".join(f"`{word}`" for word in words)
                yield self.finding(comment, f"nothing is silenced here for {named}", remedy=words)

    def fix(self, finding: Finding, file: "FixableFile") -> "Fix | None":
        """Remove the words, or the comment if no other is left."""
        return self.mended("Remove what silences nothing", file.remove_words(finding, finding.remedy))
