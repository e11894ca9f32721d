"""Where the findings of a check go, and in which formats."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from asynclint.cli.console import wants_color, write, write_file
from asynclint.cli.fixing import closing
from asynclint.config.choices import FORMATS
from asynclint.model.problems import UsageError

if TYPE_CHECKING:
    from asynclint.config.settings import FixChoice
    from asynclint.engine.registry import Registry
    from asynclint.model.pages import RulePage
    from asynclint.session.fixing import Fixed

_COUNTED: Final = {"json", "json-lines"}
"""The formats for machines in which ``--statistics`` has counts; others have no place for them."""


class Target(NamedTuple):
    """A format and the file to write; None for standard output."""

    format: str
    path: Path | None


def targets(output_files: Sequence[str], output_format: str, directory: Path) -> list[Target]:
    """What ``--output-file`` says, each ``FORMAT:FILE`` or ``FILE``.

    A file without a format takes what standard output would have got, a file with one is written besides. Raises
    UsageError for a file that is named twice.
    """
    found: list[Target] = []
    redirected = False
    for word in output_files:
        prefix, colon, name = word.partition(":")
        if not (colon and name and prefix in FORMATS):
            prefix, name = "", word
        target = Target(prefix or output_format, directory / name)
        if any(target.path == other.path for other in found):
            raise UsageError(f"--output-file {word}: this file is named twice")
        found.append(target)
        redirected = redirected or not prefix
    return found if redirected else [Target(output_format, None), *found]


class Printing:
    """The printing of one report."""

    def __init__(
        self,
        fixed: "Fixed",
        choice: "FixChoice",
        root: Path,
        directory: Path,
        texts: Mapping[str, bytes],
        *,
        color: str,
        quiet: bool,
        err: bool = False,
    ) -> None:
        """The report of the project in ``root``, and what was fixed of it, for people in ``directory``.

        ``choice`` is what people want of fixes. ``texts`` is the source of files that were not read from the file
        system; ``color`` is auto, always or never. With ``err`` standard error takes the place of standard output.
        """
        self._fixed = fixed
        self._choice = choice
        self._root = root
        self._directory = directory
        self._texts = {name: fixed.after.get(name, text) for name, text in texts.items()}
        self._color = color
        self._quiet = quiet
        self._err = err

    def print(self, targets: Sequence[Target], *, statistics: bool) -> None:
        """Write all targets. Raises UsageError for a file that cannot be written."""
        for target in targets:
            if target.path is None:
                color = wants_color(self._color)
                write(self._parts(target.format, statistics=statistics, color=color), color, err=self._err)
            else:
                parts = self._parts(target.format, statistics=statistics, color=self._color == "always")
                write_file(target.path, parts)

    def _parts(self, name: str, *, statistics: bool, color: bool) -> Iterator[str]:
        from asynclint.output import load
        from asynclint.output import statistics as counts
        from asynclint.output.view import View
        from asynclint.session.sources import SourceLines

        output = load(name)
        lines = SourceLines(self._texts)
        view = View(str(self._directory), lines, color, self._repository(), _Pages(), self._choice.unsafe_fixes)
        findings = self._fixed.report.findings
        if statistics and (output.FOR_PEOPLE or name in _COUNTED):
            yield from (counts.render if output.FOR_PEOPLE else counts.render_json)(findings, view)
        else:
            yield from output.render(findings, view)
        if output.FOR_PEOPLE and not self._quiet:
            yield from closing(self._fixed, self._choice, self._directory)

    def _repository(self) -> str:
        """The root of the repository; without one, where people are or, if that lies elsewhere, the project."""
        from asynclint.session.project import repository_root

        root = self._root
        return str(repository_root(root) or (self._directory if root.is_relative_to(self._directory) else root))


class _Pages:
    """The pages of rules, whose modules are imported for the first one that is asked for."""

    @cached_property
    def _registry(self) -> "Registry":
        from asynclint.engine.registry import discover

        return discover()

    def __call__(self, code: str) -> "RulePage | None":
        from asynclint.engine.pages import page

        return page(self._registry, code) if code in self._registry.rows else None
