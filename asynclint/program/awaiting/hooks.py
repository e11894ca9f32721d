"""Attributes that are called and awaited, and that may hold a plain function which gives nothing."""

from collections.abc import Iterator

from asynclint.model.summary import Binding, Op, Use
from asynclint.program.calls.operands import UsedOperand
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.sites import CallSite
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context, enclosing_method
from asynclint.program.types.values import NONE, NOTHING, FunctionObject


class Hooks:
    """Finds the awaited calls of attributes that hold a plain function."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference

    def awaited(self, module: ModuleNode) -> Iterator[tuple[UsedOperand, FunctionNode]]:
        """The awaited calls of attributes of ``self`` that may hold a plain function of the project, with this one."""
        expressions = module.summary.expressions
        for number, call in enumerate(module.summary.calls):
            if call.use is not Use.AWAITED:
                continue
            callee = expressions[call.callee]
            if callee[0] != Op.ATTRIBUTE or expressions[callee[1]][0] != Op.NAME:
                continue
            method = enclosing_method(module.functions[call.function])
            owner = method.owner if method is not None else None
            bindings = owner.row.attributes.get(call.name, ()) if owner is not None else ()
            hook = next((found for binding in bindings if (found := self._plain_value(module, binding))), None)
            if hook is not None and self.inference.call(module, number) == NOTHING:
                yield UsedOperand(CallSite(module, number), call.use, NOTHING, call.block, number), hook

    def _plain_value(self, module: ModuleNode, binding: Binding) -> FunctionNode | None:
        """A plain function that gives nothing, among the alternatives of what is bound."""
        context = Context(module.functions[binding.function], binding.block, binding.line)
        for expression in self._alternatives(module, binding.value):
            for value in self.inference.values(expression, context):
                if isinstance(value, FunctionObject) and self._gives_nothing(value.function):
                    return value.function
        return None

    def _gives_nothing(self, function: FunctionNode) -> bool:
        signature = self.inference.signatures.of(function)
        result = self.inference.returns.function(function, None, None, None)
        nothing = result == (NONE,) or (function.row.stub and not result)
        return signature.certain and signature.result == "plain" and nothing

    @staticmethod
    def _alternatives(module: ModuleNode, expression: int) -> Iterator[int]:
        row = module.summary.expressions[expression]
        if row[0] == Op.ANNOTATED:
            row, expression = module.summary.expressions[row[2]], row[2]
        yield from row[1:] if row[0] == Op.UNION else (expression,)
