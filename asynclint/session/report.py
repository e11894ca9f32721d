"""What a check gives back."""

from msgspec import Struct

from asynclint.model.findings import Finding
from asynclint.model.problems import Problem


class Report(Struct, frozen=True):
    """The outcome of one check.

    ``findings`` are sorted by file, place and code. ``problems`` are what could not be done, ``warnings`` sentences
    that change no exit code. ``files`` counts the files that were asked for. ``digests`` says by path of which content
    the findings are.
    """

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[str, ...] = ()
    files: int = 0
    digests: dict[str, str] = {}

    @property
    def exit_code(self) -> int:
        """0 when nothing was found, 1 for findings, 2 when something could not be done."""
        return 2 if self.problems else 1 if self.findings else 0
