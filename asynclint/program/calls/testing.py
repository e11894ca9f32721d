"""What test runners do with the functions of a program."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from asynclint.model.summary import FunctionKind, Op
from asynclint.model.testing import PytestSettings
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference

_TEST_CASE: Final = "unittest.TestCase"
_HARMLESS_BASES: Final = frozenset({_TEST_CASE, "object", "abc.ABC", "typing.Generic", "typing.Protocol"})
_FIXTURES: Final = frozenset({"setUp", "tearDown", "setUpClass", "tearDownClass"})
_RUNNING: Final = frozenset(
    {"__call__", "run", "_callTestMethod", "_callSetUp", "__init__", "__new__", "__getattribute__", "__init_subclass__"}
)
"""Methods of a test case that may run its coroutines, or put something that does in their place."""
_HOOKS: Final = frozenset(
    {
        "pytest_collection_modifyitems", "pytest_itemcollected", "pytest_pyfunc_call", "pytest_pycollect_makeitem",
        "pytest_runtest_call", "pytest_generate_tests", "pytest_runtest_protocol",
    }
)  # fmt: skip
"""Hooks of plug-ins that may mark or run coroutines."""
RUNNERS: Final = frozenset(
    {"asyncio", "anyio", "trio", "curio", "gen_test", "asyncio_cooperative", "twisted", "tornado", "asyncio_task"}
)
"""Marks by which a plug-in runs a coroutine."""
_OTHER_MARKS: Final = frozenset(
    {"parametrize", "skip", "skipif", "xfail", "usefixtures", "filterwarnings", "timeout", "flaky", "slow"}
)
_RUNNING_FIXTURES: Final = frozenset({"anyio_backend", "nursery", "io_loop", "event_loop"})


class Testing:
    """Answers which coroutines a test runner calls without awaiting them. ``pytest`` holds settings by folder."""

    def __init__(self, inference: Inference, pytest: Mapping[str, PytestSettings]) -> None:
        self.inference = inference
        self.pytest = pytest

    def unittest_coroutines(self, cls: ClassNode) -> Iterator[FunctionNode]:
        """The coroutines of a class that unittest calls and drops."""
        if not self._is_plain_case(cls) or any(
            not self._is_plain_case(below) for below in self.inference.members.descendants(cls)
        ):
            return
        for function in cls.module.functions:
            row = function.row
            if row.owner == cls.index and (row.name.startswith("test") or row.name in _FIXTURES):
                signature = self.inference.signatures.of(function)
                if signature.certain and signature.result in ("coroutine", "async-generator"):
                    yield function

    def _is_plain_case(self, cls: ClassNode) -> bool:
        """Whether a class inherits from ``unittest.TestCase`` and from nothing that could run coroutines."""
        found = False
        for ancestor, _ in self.inference.members.ancestors(cls):
            if isinstance(ancestor, str):
                if ancestor not in _HARMLESS_BASES:
                    return False
                found = found or ancestor == _TEST_CASE
            elif (
                ancestor.row.decorators
                or ancestor.row.keywords
                or not _RUNNING.isdisjoint(ancestor.body.row.bindings)
                or sum(1 for _ in self.inference.members.bases(ancestor)) < len(ancestor.row.bases)
            ):
                return False
        return found

    def unmarked_coroutines(self, module: ModuleNode) -> Iterator[FunctionNode]:
        """The coroutines of a module that pytest collects as tests, and that no plug-in will run."""
        settings = self._settings(module)
        if not settings.collects(module.path) or settings.runs_coroutines or self._has_hooks:
            return
        if self._runs_by_mark(module.functions[0]) is not False:
            return
        for function in module.functions:
            row = function.row
            if (
                row.kind is FunctionKind.COROUTINE
                and settings.collects_function(row.name)
                and row.parent == 0
                and not any(parameter.name in _RUNNING_FIXTURES for parameter in row.parameters)
                and self._is_collected(function, settings)
                and self._all_marks(function, row.decorators) is False
            ):
                yield function

    def _is_collected(self, function: FunctionNode, settings: PytestSettings) -> bool:
        """Whether pytest looks into the class of a method, and it is the project's own, plain one."""
        owner = function.owner
        if owner is None:
            return True
        row = owner.row
        return (
            settings.collects_class(row.name)
            and row.parent == 0
            and not row.bases
            and not row.keywords
            and "__init__" not in owner.body.row.bindings
            and self._all_marks(owner.scope, row.decorators) is False
            and self._runs_by_mark(owner.body) is False
        )

    def _runs_by_mark(self, scope: FunctionNode) -> bool | None:
        """Whether ``pytestmark`` of a module or class makes coroutines run; None when that is not clear."""
        expressions = scope.module.summary.expressions
        bindings = scope.row.bindings.get("pytestmark")
        if bindings is None:
            return False
        found: list[int] = []
        for binding in bindings:
            row = expressions[binding.value]
            found.extend(row[1:] if row[0] in (Op.LIST, Op.TUPLE) else [binding.value])
        return self._all_marks(scope, tuple(found))

    def _all_marks(self, function: FunctionNode, expressions: tuple[int, ...]) -> bool | None:
        """Whether one of some decorators makes a coroutine run; None when one is not known."""
        answer: bool | None = False
        for expression in expressions:
            mark = _mark(function.module, expression)
            if mark in RUNNERS:
                return True
            if mark not in _OTHER_MARKS and not _patches(function.module, expression):
                answer = None
        return answer

    @cached_property
    def _has_hooks(self) -> bool:
        return any(
            not _HOOKS.isdisjoint(module.summary.functions[0].bindings) for module in self.inference.index.modules
        )

    @cached_property
    def marks_coroutines(self) -> bool:
        """Whether the program marks some coroutines as tests to be run."""
        return any(map(self._has_marks, self.inference.index.modules))

    def _has_marks(self, module: ModuleNode) -> bool:
        decorators = [row.decorators for row in module.summary.functions if row.decorators]
        decorators += (row.decorators for row in module.summary.classes if row.decorators)
        return any(self._all_marks(module.functions[0], some) for some in decorators) or any(
            self._runs_by_mark(function) for function in module.functions
        )

    def _settings(self, module: ModuleNode) -> PytestSettings:
        folder = module.path
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in self.pytest:
                return self.pytest[folder]
        return PytestSettings()


def _mark(module: ModuleNode, expression: int) -> str | None:
    """The name of a mark in ``pytest.mark.name`` or ``mark.name(…)``."""
    expressions = module.summary.expressions
    row = expressions[expression]
    if row[0] == Op.CALL:
        row = expressions[module.summary.calls[row[1]].callee]
    if row[0] == Op.ATTRIBUTE:
        base = expressions[row[1]]
        if base[0] in (Op.NAME, Op.ATTRIBUTE) and base[-1] == "mark":
            return str(row[2])
    return None


def _patches(module: ModuleNode, expression: int) -> bool:
    """Whether a decorator is one of ``unittest.mock``."""
    expressions = module.summary.expressions
    row = expressions[expression]
    if row[0] == Op.CALL:
        row = expressions[module.summary.calls[row[1]].callee]
    while row[0] == Op.ATTRIBUTE and row[2] in ("object", "dict", "multiple"):
        row = expressions[row[1]]
    return row[0] in (Op.NAME, Op.ATTRIBUTE) and row[-1] == "patch"
