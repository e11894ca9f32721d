"""Arguments that known functions use in a certain way: they await them, enter them, iterate them."""

from collections.abc import Iterator

from asynclint.knowledge.schema import Want
from asynclint.model.summary import Op, Use
from asynclint.program.calls.operands import UsedOperand
from asynclint.program.calls.places import arguments
from asynclint.program.nodes import ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import ClassObject, External

_USES = {
    Want.AWAITABLE: Use.AWAITED,
    Want.CONTEXT: Use.ENTERED,
    Want.ASYNC_CONTEXT: Use.ASYNC_ENTERED,
    Want.ITERABLE: Use.ITERATED,
    Want.ASYNC_ITERABLE: Use.ASYNC_ITERATED,
    Want.FUTURES: Use.PASSED,
    Want.DEFERREDS: Use.PASSED,
}


class WantedArguments:
    """Finds the arguments that known functions await, enter, iterate or collect."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    def of(self, modules: list[ModuleNode], *wants: Want) -> Iterator[tuple[UsedOperand, str, str]]:
        """The arguments that functions use in one of some ways, with those functions and the arguments' keys."""
        asked = frozenset(modules)
        knowledge = self.inference.knowledge
        names = {name for want in wants for name in knowledge.wanting_names.get(want, ())}
        for name in sorted(names):
            for module, number in self.inference.index.calls.get(name, ()):
                receiver = known_callee(self.inference, module, number) if module in asked else None
                if receiver is None:
                    continue
                fact = knowledge.function(receiver)
                table = {key: want for key, want in fact.wants.items() if want in wants} if fact is not None else {}
                for key, expression in arguments(module, number):
                    want = table.get(key) or (table.get("*") if key.isdigit() else None)
                    row = module.summary.expressions[expression]
                    if want is not None and row[0] not in (Op.STARRED, Op.UNKNOWN):
                        yield self._argument(module, number, expression, want), receiver, key

    def _argument(self, module: ModuleNode, number: int, expression: int, want: Want) -> UsedOperand:
        site = CallSite(module, number)
        values = self.inference.values(expression, self.inference.context(module, site.row))
        row = module.summary.expressions[expression]
        inner = row[1] if row[0] == Op.CALL else None
        return UsedOperand(site, _USES[want], values, site.row.block, inner, expression)


def known_callee(inference: Inference, module: ModuleNode, number: int) -> str | None:
    """The full name of the one known function or class that is called."""
    names = {
        value.name if isinstance(value, External) else value.cls if isinstance(value, ClassObject) else None
        for value in inference.callees(module, number)
    }
    name = names.pop() if len(names) == 1 else None
    return inference.knowledge.canonical(name) if isinstance(name, str) else None
