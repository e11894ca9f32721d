"""A question about the ways through a function, as a rule puts it."""

from collections.abc import Hashable, Iterable
from enum import Enum
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    import libcst as cst

Fact = TypeVar("Fact", bound=Hashable)


class Leaving(Enum):
    """How a way leaves what was asked about."""

    END = "falls off the end"
    RETURN = "return"
    RAISE = "raise"
    ERROR = "an exception that no `raise` names"
    BREAK = "break"
    CONTINUE = "continue"


class Exit(NamedTuple):
    """One end of ways: how they leave, at which statement (None for the end and for errors), and what holds there."""

    leaving: Leaving
    node: "cst.CSTNode | None"
    fact: object


class Question(Generic[Fact]):
    """A fact that changes along a way, starting with the one that ``ask`` is given.

    A subclass says how parts of the code change it; every default leaves it alone. All ways are followed: branches,
    loops (none, one and more rounds), handlers, ``finally``, ``match``. There have to be few different facts (a
    truth, a state, the node seen last): every one that can hold at a place is followed by itself.
    """

    def step(self, node: "cst.CSTNode", fact: Fact) -> Fact:
        """The fact after an expression or a small statement, whose parts were stepped through before."""
        return fact

    def enter(self, item: "cst.WithItem", statement: "cst.With", fact: Fact) -> Fact:
        """The fact after a context manager was entered."""
        return fact

    def leave(self, item: "cst.WithItem", statement: "cst.With", fact: Fact) -> Fact:
        """The fact after it was left, however that came."""
        return fact

    def iterate(self, loop: "cst.For | cst.CompFor", fact: Fact) -> Fact:
        """The fact after a ``for`` asked for the next item, whether there was one or not."""
        return fact

    def handle(self, handler: "cst.ExceptHandler | cst.ExceptStarHandler", fact: Fact) -> Fact:
        """The fact when a handler begins."""
        return fact

    def assume(self, test: "cst.BaseExpression", truth: bool, fact: Fact) -> Iterable[Fact]:
        """The facts with which a condition that was just evaluated is true, or false; none when it cannot be."""
        return (fact,)

    def runs(self, loop: "cst.For | cst.While", fact: Fact) -> bool:
        """Whether a loop is known to run at least once."""
        return False

    def stops(self, node: "cst.CSTNode", fact: Fact) -> bool:
        """Whether an expression never gives a value: it raises, or ends the process. The way ends there."""
        return False

    def raises(self, node: "cst.CSTNode", fact: Fact) -> bool:
        """Whether something may raise, then with the fact that held before it.

        That is an expression or small statement, a context manager that is entered, or a ``for`` that goes on.
        """
        return True

    def catches(
        self, handler: "cst.ExceptHandler | cst.ExceptStarHandler", error: "cst.Raise | None", fact: Fact
    ) -> bool | None:
        """Whether a handler catches what a ``raise`` (None: anything else) raises; None when it may or may not.

        Bare handlers and those of ``BaseException`` are not asked about.
        """
        return None

    def suppresses(self, item: "cst.WithItem", statement: "cst.With") -> bool:
        """Whether a context manager may end an exception, so that the way goes on behind the ``with``."""
        return False

    def ask(self, code: "cst.FunctionDef | cst.BaseSuite", start: Fact) -> list[Exit]:
        """All exits of a function or of a suite of statements, in no special order, each once for each fact."""
        from asynclint.flow.ways import Ways

        return Ways(self).through(code, start)
