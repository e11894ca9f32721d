"""Relationships of SQLAlchemy's mapped classes, and where objects from an ``AsyncSession`` have them read."""

from collections.abc import Iterator
from functools import cached_property

from asynclint.model.spelling import spell
from asynclint.model.summary import FunctionKind, Op
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.sites import Site
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import ClassObject, External

_RELATIONSHIP = "relationship"
_EAGER = frozenset({"selectin", "joined", "subquery", "immediate", "raise", "raise_on_sql", "noload", "write_only"})
_LOADING = frozenset(
    {"selectinload", "joinedload", "subqueryload", "contains_eager", "immediateload", "options", "refresh", "run_sync"}
)
_SESSION = "sqlalchemy.ext.asyncio.AsyncSession."
_ASKING = frozenset({"get", "get_one", "scalar", "scalars", "execute", "stream", "stream_scalars"})
_SELECTING = frozenset({"get", "get_one", "select"})


class Relations:
    """Answers which attributes are loaded late."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    @cached_property
    def lazy(self) -> dict[str, set[ClassNode]]:
        """The classes that have a relationship which is loaded when it is read, by its name."""
        table: dict[str, set[ClassNode]] = {}
        for module, number in self.inference.index.calls.get(_RELATIONSHIP, ()):
            call = module.summary.calls[number]
            function = module.functions[call.function]
            if function.row.kind is not FunctionKind.CLASS_BODY or self._is_eager(module, number):
                continue
            for name, bindings in function.row.bindings.items():
                if any((Op.CALL, number) in _parts(module, binding.value) for binding in bindings):
                    table.setdefault(name, set()).add(module.classes[function.row.owner])
        return table

    def _is_eager(self, module: ModuleNode, number: int) -> bool:
        lazy = module.summary.calls[number].keywords.get("lazy")
        row = module.summary.expressions[lazy or 0]
        return row[0] == Op.CONSTANT and row[2] in _EAGER

    def lazy_reads(self) -> Iterator[tuple[Site, str]]:
        """The reads of such relationships in coroutines that got the object from a session and loaded nothing else."""
        for attribute, classes in self.lazy.items():
            for module, number in self.inference.index.reads.get(attribute, ()):
                read = module.summary.attribute_reads[number]
                function = module.functions[read.function]
                base = module.summary.expressions[module.summary.expressions[read.expression][1]]
                if function.row.kind is not FunctionKind.COROUTINE or base[0] != Op.NAME:
                    continue
                model = self._model(function, str(base[1]))
                if model is not None and self._has(model, classes):
                    span = (read.line, read.column, read.end_line, read.end_column)
                    site = Site(module, function, span, (read.statement, read.statement_end))
                    yield site, spell(module.summary, read.expression)

    def _has(self, model: ClassNode, classes: set[ClassNode]) -> bool:
        return any(cls in classes for cls, _ in self.inference.members.ancestors(model) if isinstance(cls, ClassNode))

    def _model(self, function: FunctionNode, name: str) -> ClassNode | None:
        """The class that a name of a function is an object of, if a session alone gave it."""
        module = function.module
        calls = module.summary.calls
        numbers = self.inference.index.calls_in(function)
        if any(calls[number].name in _LOADING for number in numbers):
            return None
        bindings = function.row.bindings.get(name, ())
        if len(bindings) != 1 or not any(self._asks_session(module, number) for number in numbers):
            return None
        parts = _parts(module, bindings[0].value)
        selecting = [number for number in numbers if (Op.CALL, number) in parts and calls[number].name in _SELECTING]
        for number in selecting:
            if calls[number].arguments:
                context = self.inference.context(module, calls[number])
                cls = self._class(calls[number].arguments[0], context)
                if cls is not None:
                    return cls
        return None

    def _class(self, expression: int, context: Context) -> ClassNode | None:
        values = self.inference.values(expression, context)
        cls = values[0].cls if len(values) == 1 and isinstance(values[0], ClassObject) else None
        return cls if isinstance(cls, ClassNode) else None

    def _asks_session(self, module: ModuleNode, number: int) -> bool:
        if module.summary.calls[number].name not in _ASKING:
            return False
        values = self.inference.callees(module, number)
        return any(isinstance(value, External) and value.name.startswith(_SESSION) for value in values)


def _parts(module: ModuleNode, expression: int) -> set[tuple[object, ...]]:
    """The calls inside an expression, receivers and arguments too."""
    summary = module.summary
    found: set[tuple[object, ...]] = set()
    waiting = [expression]
    while waiting:
        row = summary.expressions[waiting.pop()]
        if row[0] == Op.CALL:
            if (Op.CALL, row[1]) not in found:
                found.add((Op.CALL, row[1]))
                call = summary.calls[row[1]]
                waiting += (call.callee, *call.arguments)
        elif row[0] in (Op.AWAIT, Op.ATTRIBUTE):
            waiting.append(row[1])
        elif row[0] == Op.ANNOTATED:
            waiting.append(row[2])
    return found
