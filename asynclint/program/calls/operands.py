"""What the program awaits, enters and iterates, calls and other expressions alike."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from asynclint.model.spelling import spell
from asynclint.model.summary import Op, Use
from asynclint.program.nodes import ModuleNode
from asynclint.program.sites import CallSite, Site
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context, reaching
from asynclint.program.types.values import NOTHING, Values, some, union

_FEWEST = 3
"""So many values a name must get before most of them stand for all."""


class OperandSite(Site):
    """An expression that is no call, where it is used."""

    __slots__ = ("expression",)

    def __init__(self, module: ModuleNode, number: int) -> None:
        row = module.summary.operands[number]
        super().__init__(
            module,
            module.functions[row.function],
            (row.line, row.column, row.end_line, row.end_column),
            (row.statement, row.statement_end),
        )
        self.expression = row.expression

    @property
    def spelled(self) -> str:
        """The expression as the source spells it, shortened where it is long."""
        return spell(self.module.summary, self.expression)


class UsedOperand(NamedTuple):
    """Something that is awaited, entered or iterated: where, how, and what it can be.

    ``call`` is the number of the call when it is one, ``block`` the block round the place, ``argument`` the expression
    when it is passed to the call at ``site``, which will use it. ``likely`` says that an alternative is not known.
    """

    site: CallSite | OperandSite
    use: Use
    values: Values
    block: int
    call: int | None
    argument: int = 0
    likely: bool = False

    @property
    def expression(self) -> int:
        """The expression in the file's table; 0 for a call that is no argument."""
        return self.argument or (self.site.expression if isinstance(self.site, OperandSite) else 0)

    @property
    def spelled(self) -> str:
        """The operand as people would say it."""
        if self.argument:
            return spell(self.site.module.summary, self.argument)
        return f"{self.site.spelled}(…)" if self.call is not None else self.site.spelled


class Operands:
    """Finds operands. What calls give is asked only where the name of the called thing is of interest."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    def of(self, modules: Sequence[ModuleNode], wanted: Callable[[str], bool], *uses: Use) -> Iterator[UsedOperand]:
        """The operands of some uses in files, in order of place; of calls only those of names that are wanted."""
        calls = self._calls(wanted, uses)
        for module in modules:
            for number in sorted(calls.get(module.index, ())):
                call = module.summary.calls[number]
                values = self.inference.call(module, number)
                guessed = () if values else self._mostly(module, number)
                yield UsedOperand(
                    CallSite(module, number), call.use, values or guessed, call.block, number, likely=bool(guessed)
                )
            for number, row in enumerate(module.summary.operands):
                if row.use in uses and module.summary.expressions[row.expression][0] != Op.UNKNOWN:
                    context = Context(module.functions[row.function], row.block, row.statement)
                    values = self.inference.values(row.expression, context)
                    yield UsedOperand(OperandSite(module, number), row.use, values, row.block, None)

    def _mostly(self, module: ModuleNode, number: int) -> Values:
        """What a method of a local name gives, where most of what the name can be is known."""
        call = module.summary.calls[number]
        callee = module.summary.expressions[call.callee]
        base = module.summary.expressions[callee[1]] if callee[0] == Op.ATTRIBUTE else callee
        context = self.inference.context(module, call)
        if callee[0] != Op.ATTRIBUTE or base[0] != Op.NAME:
            return NOTHING
        bindings = context.function.row.bindings.get(base[1], ())
        if len(bindings) < _FEWEST:
            return NOTHING
        reached = reaching(module, context.function, bindings, context.block, context.line)
        known = [values for binding in reached if (values := self.inference.bound(context.function, binding))]
        if len(known) < 2 or len(known) * 2 < len(reached):
            return NOTHING
        found = self.inference.attribute(some(*known), callee[2])
        return union(*(self.inference.returns.of(value, call, context) for value in found)) if found else NOTHING

    def _calls(self, wanted: Callable[[str], bool], uses: tuple[Use, ...]) -> dict[int, set[int]]:
        """The calls with one of the uses, by file."""
        found: dict[int, set[int]] = {}
        for use in uses:
            for name, places in self.inference.index.calls_by_use.get(use, {}).items():
                if wanted(name):
                    for module, number in places:
                        found.setdefault(module.index, set()).add(number)
        return found
