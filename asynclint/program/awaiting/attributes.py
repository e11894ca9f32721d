"""Attributes whose values have to be awaited, and are used as if they were the results."""

from collections.abc import Iterator
from typing import NamedTuple

from asynclint.model.summary import AttributeRead, Op, Use
from asynclint.program.awaiting.awaitables import Awaitables
from asynclint.program.nodes import ModuleNode
from asynclint.program.sites import Site
from asynclint.program.types.kinds import Kinds
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import AWAITABLE, COROUTINE

_AS_RESULT = frozenset(
    {
        Use.TESTED, Use.COMPARED, Use.OPERATED, Use.SUBSCRIPTED, Use.ITERATED, Use.UNPACKED, Use.CONTAINED,
        Use.ATTRIBUTE, Use.RECEIVER,
    }
)  # fmt: skip
_DECLARED = ("collections.abc.Awaitable", "collections.abc.Coroutine", "typing.Awaitable", "typing.Coroutine")


class AwaitedAttribute(NamedTuple):
    """A read of an attribute that gives a coroutine; ``asked`` is the attribute of it that is read in turn, or ""."""

    site: Site
    name: str
    use: Use
    asked: str


class AwaitedAttributes:
    """Finds the reads of async properties, and of attributes that are known to hold awaitables."""

    def __init__(self, awaitables: Awaitables) -> None:
        self.awaitables = awaitables
        self.inference = awaitables.inference

    def misused(self) -> Iterator[AwaitedAttribute]:
        """The reads whose value is used in a way that makes no sense of a coroutine."""
        index = self.inference.index
        for name in sorted(self._names()):
            for module, number in index.reads.get(name, ()):
                read = module.summary.attribute_reads[number]
                if read.use in _AS_RESULT and read.block not in module.branches.dead:
                    yield from self._misuse(module, read, name)

    def _names(self) -> set[str]:
        properties = Kinds(self.inference).async_properties(self.inference.index.functions())
        names = {function.row.name for function in properties}
        for row in self.inference.knowledge.classes.values():
            names.update(name for name, kind in row.attributes.items() if kind.startswith(_DECLARED))
        return names

    def _misuse(self, module: ModuleNode, read: AttributeRead, name: str) -> Iterator[AwaitedAttribute]:
        function = module.functions[read.function]
        values = self.inference.values(read.expression, Context(function, read.block, read.line))
        kind = self.awaitables.kind(values)
        if kind not in (COROUTINE, AWAITABLE) or len(values) != 1:
            return
        asked = ""
        if read.use in (Use.ATTRIBUTE, Use.RECEIVER):
            rows = module.summary.expressions
            names = [row[2] for row in rows if row[0] == Op.ATTRIBUTE and row[1] == read.expression]
            if not names or not all(self.awaitables.misused_attribute(COROUTINE, one) for one in names):
                return
            asked = names[0]
        span = (read.line, read.column, read.end_line, read.end_column)
        yield AwaitedAttribute(
            Site(module, function, span, (read.statement, read.statement_end)), name, read.use, asked
        )
