"""AL301 dangling-task."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class DanglingTask(ProgramRule):
    """TODO page."""

    code = "AL301"
    name = "dangling-task"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC300", "RUF006")

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each task to which nothing keeps a reference."""
        for task in program.dropped_tasks():
            yield self.finding(task.site, f"nothing keeps the task that `{task.site.spelled}` starts{task.why}",
                               confidence=task.confidence)  # fmt: skip
