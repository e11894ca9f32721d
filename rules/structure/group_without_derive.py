"""AL509 group-without-derive."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding

from .groups import EXCEPTION_GROUPS

if TYPE_CHECKING:
    from asynclint.rule import FileClass, FileView


class GroupWithoutDerive(FileRule):
    """Reports a subclass of `ExceptionGroup` without a method `derive`.

    ## What it does
    Finds classes that inherit from `ExceptionGroup` or `BaseExceptionGroup` directly and define no `derive`.

    ## Why is this bad?
    `split()`, `subgroup()` and `except*` make new groups of a part of the members. They ask `derive` for them, and the
    inherited one gives a plain `ExceptionGroup`: class and attributes are lost on the way.

    ## Example

    ```python
    class Failures(ExceptionGroup):  # error: group-without-derive
        pass
    ```

    ## Use instead

    ```python
    class Failures(ExceptionGroup):
        def derive(self, excs):
            return Failures(self.message, excs)
    ```

    ## Known problems
    A `derive` that a base from another file defines is not known.

    ## Options
    * `# asynclint: ignore[group-without-derive] the reason`, or `# noqa: ASYNC126`, says that it is meant.

    ## References
    * [`BaseExceptionGroup.derive`](https://docs.python.org/3/library/exceptions.html#BaseExceptionGroup.derive)
    """

    code = "AL509"
    name = "group-without-derive"
    since = "0.1"
    names = ("BaseExceptionGroup", "ExceptionGroup")
    aliases = ("ASYNC126",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each class, at its header."""
        for cls in file.classes():
            if EXCEPTION_GROUPS.intersection(cls.bases) and not _derives(cls):
                message = f"`{cls.name}` has no `derive`: what is split off it becomes a plain group"
                yield self.finding(cls.site, message)


def _derives(cls: "FileClass") -> bool:
    """Whether the class, or a base of the same file, has the method."""
    own = [cls, *cls.own_bases()]
    return any(method.spelled == "derive" for one in own for method in one.methods())
