"""The whole API of a rule. A rule module imports from here, from ``asynclint.model`` and from libcst, nothing else."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from asynclint.flow.children import children
from asynclint.flow.question import Exit, Leaving, Question
from asynclint.flow.scope import nodes_of_scope
from asynclint.model.comments import JudgedComment, Word, WordState
from asynclint.model.effects import Blocking, Confidence
from asynclint.model.findings import Applicability, Edit, Entry, Finding, Fix, Step
from asynclint.model.places import Place
from asynclint.model.spans import Location
from asynclint.model.summary import BlockKind, FunctionKind, Use, Via

if TYPE_CHECKING:
    from asynclint.fixes.file import FixableFile
    from asynclint.program.awaiting.evidence import Evidence
    from asynclint.program.awaiting.mismatch import Mismatch
    from asynclint.program.blocking_questions import BlockingCall
    from asynclint.program.nodes import FunctionNode
    from asynclint.program.program import Awaitable, CallSite, FunctionSite, Program, Site
    from asynclint.summarize.view import (
        Code,
        FileBlock,
        FileCall,
        FileClass,
        FileFunction,
        FileHandler,
        FileSite,
        FileView,
    )

__all__ = [
    "Applicability",
    "Awaitable",
    "BlockKind",
    "Blocking",
    "BlockingCall",
    "CallSite",
    "Code",
    "CommentRule",
    "Confidence",
    "Edit",
    "Entry",
    "Evidence",
    "Exit",
    "FileBlock",
    "FileCall",
    "FileClass",
    "FileFunction",
    "FileHandler",
    "FileRule",
    "FileSite",
    "FileView",
    "Finding",
    "Fix",
    "Fixable",
    "FixableFile",
    "FunctionKind",
    "FunctionNode",
    "FunctionSite",
    "JudgedComment",
    "Leaving",
    "Location",
    "Mismatch",
    "Place",
    "Program",
    "ProgramRule",
    "Question",
    "Rule",
    "Step",
    "Use",
    "Via",
    "Word",
    "WordState",
    "children",
    "nodes_of_scope",
]


class Fixable(StrEnum):
    """What the catalogue promises of a rule's fix."""

    NO = "no"
    SAFE = "safe"
    UNSAFE = "unsafe"


class Rule:
    """What all rules share. A rule keeps no state between calls; one instance serves a whole run.

    The class docstring is the rule's page: a first sentence, then the headings *What it does*, *Why is this bad?*,
    *Example*, *Use instead*, *Fix safety*, *Known problems*, *Options* and *References*, each underlined as in
    Markdown (``## Example``).
    """

    code: ClassVar[str]
    name: ClassVar[str]
    since: ClassVar[str]
    fixable: ClassVar[Fixable] = Fixable.NO
    default: ClassVar[bool] = True
    aliases: ClassVar[tuple[str, ...]] = ()
    second_to: ClassVar[tuple[str, ...]] = ()
    """The codes of rules whose finding at the same place says the same, and more: this rule then says nothing."""

    def finding(  # noqa: PLR0913 - everything that a finding has
        self,
        call: "Site | FileSite | JudgedComment",
        message: str,
        *,
        confidence: Confidence = Confidence.CERTAIN,
        chain: Iterable[Step] = (),
        blocks: str | None = None,
        place: str | None = None,
        ways_in: int = 0,
        entries: Iterable[Entry] = (),
        remedy: Iterable[str] = (),
        aliases: Iterable[str] | None = None,
    ) -> Finding:
        """A finding at a call site (or at another site with the same face); see ``Finding``."""
        return Finding(
            code=self.code,
            name=self.name,
            message=message,
            filename=call.filename,
            location=call.location,
            end_location=call.end_location,
            statement_row=call.statement_row,
            noqa_row=call.noqa_row,
            confidence=confidence,
            function=call.function_name,
            chain=tuple(chain),
            blocks=blocks,
            place=place,
            ways_in=ways_in,
            entries=tuple(entries),
            remedy=tuple(remedy),
            aliases=None if aliases is None else tuple(aliases),
        )

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """How to mend a finding of this rule; None, or ``CannotFix`` from a method of ``file``, when nothing can.

        Asked only for findings that are reported. ``file`` offers the libcst nodes of the place, the linked program,
        and the edits; ``finding.remedy`` holds what ``check`` put there.
        """
        return None

    def mended(
        self,
        message: str,
        edits: Iterable[Edit],
        *,
        applicability: Applicability | None = None,
        isolation: str = "",
    ) -> Fix:
        """A fix: an imperative sentence, the edits, and unless it is given the applicability that ``fixable`` says."""
        chosen = applicability or Applicability(self.fixable.value)
        return Fix(chosen, message, tuple(dict.fromkeys(edits)), isolation)


class ProgramRule(Rule):
    """A rule that asks the linked program."""

    def check(self, program: "Program") -> Iterator[Finding]:
        """Yield a finding for each defect, in any order."""
        raise NotImplementedError


class FileRule(Rule):
    """A rule that one file answers by itself; it runs in the worker that summarises the file.

    Its findings are kept until the file, its path, the target version, the options of rules, the module of the rule or
    the choice of file rules changes: the answer may depend on nothing else.
    """

    names: ClassVar[tuple[str, ...]] = ()
    """The rule is only asked about files whose code has one of these names in it; about all, without names and words.

    A name is a whole one: of a variable, an attribute, a keyword, a part of an imported module.
    """
    words: ClassVar[tuple[str, ...]] = ()
    """And about those whose text has one of these words in it: keywords, say."""

    def check(self, file: "FileView") -> Iterator[Finding]:
        """Yield a finding for each defect, in any order."""
        raise NotImplementedError


class CommentRule(Rule):
    """A rule on suppression comments, asked when every other rule has said what it finds."""

    def check(self, comments: Iterable[JudgedComment]) -> Iterator[Finding]:
        """Yield a finding for each defect, in any order."""
        raise NotImplementedError
