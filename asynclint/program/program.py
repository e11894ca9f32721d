"""The read-only face of the linked program: the questions that rules ask."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from asynclint.knowledge.table import Table
from asynclint.model.effects import Confidence
from asynclint.model.focus import Focus
from asynclint.model.summary import FileSummary, FunctionKind, Op, Use
from asynclint.model.testing import PytestSettings
from asynclint.program.awaiting.awaitables import Awaitable, Awaitables
from asynclint.program.awaiting.evidence import Witnesses
from asynclint.program.awaiting.fates import Fates
from asynclint.program.awaiting_questions import AwaitingQuestions
from asynclint.program.blocking.effects import Cuts, Effects
from asynclint.program.blocking.locks import Locks
from asynclint.program.blocking_questions import BlockingQuestions
from asynclint.program.calls.callgraph import CallGraph
from asynclint.program.calls.necessity import Necessity
from asynclint.program.calls.places import Places
from asynclint.program.calls.testing import Testing
from asynclint.program.index import Index
from asynclint.program.libraries import Installed
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.sites import CallSite, FunctionSite, Site
from asynclint.program.types.infer import Inference
from asynclint.program.types.relations import Relations
from asynclint.program.types.values import ASYNC_GENERATOR, NONE, ClassObject, External, Instance, Value
from asynclint.summarize.view import FileView

__all__ = ["Awaitable", "CallSite", "FunctionSite", "Program", "Site", "SourceFile"]

Views = Callable[[str, FileSummary], FileView | None]

_ASYNC = frozenset({FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR})
_DRIVERS = {"future": "tornado", "deferred": "twisted"}


class SourceFile(NamedTuple):
    """A file to link: its absolute path (with ``/``) and its summary."""

    path: str
    summary: FileSummary


class Program(AwaitingQuestions, BlockingQuestions):
    """All files of a project, linked with what is known of the world outside."""

    def __init__(
        self,
        inference: Inference,
        cuts: Cuts,
        focus: Focus | None,
        least: Confidence,
        pytest: Mapping[str, PytestSettings],
        views: Views | None = None,
        selectors: frozenset[str] = frozenset(),
    ) -> None:
        self.inference = inference
        self.index = inference.index
        self.knowledge = inference.knowledge
        self.places = Places(inference)
        self.graph = CallGraph(inference, self.places)
        self.effects = Effects(self.graph, self.places, cuts, focus)
        self.awaitables = Awaitables(self.graph)
        self.fates = Fates(self.awaitables, self.graph)
        self.witnesses = Witnesses(self.awaitables, self.graph)
        self.testing = Testing(inference, pytest)
        self.necessity = Necessity(inference)
        self.relations = Relations(inference)
        self.locks = Locks(self.graph)
        self.focus = focus
        self.least = least
        self._make_view = views
        self._selectors = selectors
        self._views: dict[int, FileView | None] = {}

    @classmethod
    def link(  # noqa: PLR0913 - all that a program is made of
        cls,
        files: Sequence[SourceFile],
        *,
        knowledge: Table,
        cuts: Cuts | None = None,
        focus: Focus | None = None,
        least: Confidence = Confidence.LIKELY,
        installed: Installed | None = None,
        pytest: Mapping[str, PytestSettings] | None = None,
        views: Views | None = None,
        selectors: frozenset[str] = frozenset(),
    ) -> "Program":
        """Link summaries, which must be in a fixed order.

        ``cuts`` are statements that no trace of certain codes passes, ``focus`` what people asked about
        (None: all), ``least`` the lowest confidence that is looked for, ``installed`` the libraries of the project,
        ``pytest`` the settings of tests by folder. ``views`` makes the view of a file by its path and summary, None
        when it cannot be read or has changed. ``selectors`` are how the project selects rules.
        """
        index = Index([(file.path, file.summary) for file in files])
        return cls(Inference(index, knowledge, installed), cuts or {}, focus, least, pytest or {}, views, selectors)

    @property
    def used_cuts(self) -> set[tuple[str, int, str]]:
        """The cuts that removed a call from a trace: filename, row, code. To ask after the rules have run."""
        return self.effects.used_cuts

    def is_selected_as(self, alias: str) -> bool:
        """Whether the project selects a rule by this very name, which another tool gave it."""
        return alias in self._selectors

    def driver(self, function: FunctionNode) -> str | None:
        """``tornado`` or ``twisted``, if one of them drives the function as a generator that waits with ``yield``."""
        signature = self.inference.signatures.of(function)
        return _DRIVERS.get(signature.result) if signature.suspends else None

    def returns(self, callee: str) -> str:
        """What knowledge says a function, or a method by the full name of its class, returns; empty if nothing."""
        fact = self.knowledge.function(callee)
        owner, _, name = callee.rpartition(".")
        method = self.knowledge.method(owner, name) if fact is None and owner else None
        found = fact if method is None else method[1]
        return (found.returns or "") if found is not None else ""

    @cached_property
    def imported(self) -> frozenset[str]:
        """The modules that the files of the program import, as they name them."""
        return frozenset().union(*[module.summary.modules for module in self.index.modules])

    def in_focus(self, module: ModuleNode) -> bool:
        """Whether people asked about a file, or some of its rows."""
        return self.focus is None or self.focus.holds(module.path)

    @cached_property
    def awaitable_uses(self) -> list[Awaitable]:
        """What becomes of each awaitable that a call gives and nobody awaits at once, in order of place."""
        return [use for use in self.awaitables.all if self.in_focus(use.site.module) or self.in_focus(use.at.module)]

    def view(self, module: ModuleNode) -> FileView | None:
        """A file as file rules see it, read at the first question; None when it is no longer what was summarised.

        Functions and calls have the same numbers: ``view.function_at(node.index)``, ``view.call_at(site.number)``.
        """
        if module.index not in self._views:
            make = self._make_view
            self._views[module.index] = make(module.path, module.summary) if make else None
        return self._views[module.index]

    @property
    def trees_made(self) -> int:
        """For how many functions libcst was asked."""
        return sum(view.trees_made for view in self._views.values() if view)

    def modules(self) -> list[ModuleNode]:
        """The files that people asked about."""
        modules = self.index.modules
        return modules if self.focus is None else [module for module in modules if self.focus.holds(module.path)]

    def calls_to(self, name: str) -> Iterator[CallSite]:
        """The calls of something outside the program, by its canonical full name."""
        for module, number in self.index.calls.get(name.rpartition(".")[2], ()):
            if self.in_focus(module):
                values = self.inference.callees(module, number)
                if len(values) == 1 and isinstance(values[0], External) and values[0].name == name:
                    yield CallSite(module, number)

    def method_calls(self, *classes: str) -> Iterator[CallSite]:
        """The calls in async functions of any method, known or not, of objects of some classes, by their full names."""
        for module in self.modules():
            for number, call in enumerate(module.summary.calls):
                callee = module.summary.expressions[call.callee]
                suspends = module.functions[call.function].row.kind in _ASYNC
                if suspends and callee[0] == Op.ATTRIBUTE and call.use is not Use.AWAITED:
                    values = self.inference.values(callee[1], self.inference.context(module, call))
                    if values and all(self._is_one_of(value, classes) for value in values if value != NONE):
                        yield CallSite(module, number)

    def _is_one_of(self, value: Value, classes: tuple[str, ...]) -> bool:
        return isinstance(value, Instance) and any(self.inference.is_subclass(value.cls, name) for name in classes)

    def decorator_names(self, function: FunctionNode) -> Iterator[str]:
        """The full names of what decorates a function, or of what is called to decorate it, outside the program."""
        module = function.module
        context = self.inference.definition_context(function)
        for decorator in function.row.decorators:
            row = module.summary.expressions[decorator]
            expression = module.summary.calls[row[1]].callee if row[0] == Op.CALL else decorator
            yield from (
                value.name for value in self.inference.values(expression, context) if isinstance(value, External)
            )

    def callee(self, site: CallSite) -> str | None:
        """The full name of the one thing outside the program that a call calls; None for anything else."""
        values = self.inference.callees(site.module, site.number)
        if len(values) != 1:
            return None
        value = values[0]
        if isinstance(value, External):
            return value.name
        return value.cls if isinstance(value, ClassObject) and isinstance(value.cls, str) else None

    def class_at(self, site: CallSite, expression: int) -> ClassNode | None:
        """The class of the program that an expression at a call names."""
        values = self.inference.values(expression, self.inference.context(site.module, site.row))
        cls = values[0].cls if len(values) == 1 and isinstance(values[0], ClassObject) else None
        return cls if isinstance(cls, ClassNode) else None

    def calls_in(self, function: FunctionNode) -> Iterator[CallSite]:
        """The calls of a function's own body."""
        return (CallSite(function.module, number) for number in self.index.calls_in(function))

    def unclosed_iterations(self) -> Iterator[tuple[CallSite, bool]]:
        """The calls over whose result ``async for`` goes at once, and whether its class has a method ``aclose``.

        Without one it is an async generator of the program.
        """
        members = self.inference.members
        for module in self.modules():
            for number, call in enumerate(module.summary.calls):
                if call.use is not Use.ASYNC_ITERATED:
                    continue
                for value in self.inference.call(module, number):
                    cls = value.cls if isinstance(value, Instance) else None
                    closing = members.find_method(cls, "aclose") if isinstance(cls, ClassNode) else None
                    targets = self.graph.targets(module, number)[0] if cls == ASYNC_GENERATOR else ()
                    if closing is not None or any(
                        target.row.kind is FunctionKind.ASYNC_GENERATOR for target in targets
                    ):
                        yield CallSite(module, number), closing is not None
                        break

    def definition(self, function: FunctionNode) -> FunctionSite:
        """The place where a function is defined."""
        return FunctionSite(function)

    def classes(self) -> Iterator[ClassNode]:
        """The classes of the files that people asked about."""
        for module in self.modules():
            yield from module.classes

    def never_run_by_unittest(self) -> Iterator[FunctionSite]:
        """The coroutines that unittest calls and drops."""
        for cls in self.classes():
            for function in self.testing.unittest_coroutines(cls):
                yield FunctionSite(function)

    def never_run_by_pytest(self) -> Iterator[FunctionSite]:
        """The coroutines that pytest collects and does not run, as no mark and no configuration says how."""
        for module in self.modules():
            for function in self.testing.unmarked_coroutines(module):
                yield FunctionSite(function)

    def functions(self) -> Iterator[FunctionNode]:
        """The functions of the files that people asked about."""
        return chain.from_iterable(module.functions for module in self.modules())
