"""Calls that run a function under another name: kept in a variable, an attribute or a display."""

from collections.abc import Callable
from functools import cached_property

from asynclint.model.summary import Call, Op
from asynclint.program.index import Place
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import visible

_VALUES = frozenset({Op.SUBSCRIPT, Op.CALL, Op.UNION})


class Aliases:
    """Finds the calls whose callee does not bear the name of the function that they run."""

    def __init__(
        self, inference: Inference, targets: Callable[[ModuleNode, int], tuple[tuple[FunctionNode, ...], bool]]
    ) -> None:
        self.inference = inference
        self._targets = targets

    @cached_property
    def calls(self) -> dict[FunctionNode, list[Place]]:
        """By function: the calls of variables, attributes of ``self`` and items that may be that function."""
        table: dict[FunctionNode, list[Place]] = {}
        defined = self.inference.index.defined_names
        for module in self.inference.index.modules:
            expressions = module.summary.expressions
            known: dict[tuple[int, int], bool] = {}
            for number, call in enumerate(module.summary.calls):
                row = expressions[call.callee]
                if row[0] == Op.ATTRIBUTE and row[2] in defined:
                    continue
                key = (call.callee, call.function)
                if key not in known:
                    known[key] = self._may_rename(module, call)
                if known[key]:
                    for target in self._targets(module, number)[0]:
                        if target.row.name != call.name:
                            table.setdefault(target, []).append((module, number))
        return table

    def _may_rename(self, module: ModuleNode, call: Call) -> bool:
        expressions = module.summary.expressions
        row = expressions[call.callee]
        function = module.functions[call.function]
        if row[0] == Op.ATTRIBUTE:
            base = expressions[row[1]]
            return bool(base[0] == Op.NAME and base[1] in ("self", "cls"))
        if row[0] == Op.NAME:
            found = visible(function, row[1])
            if found is None:
                return False
            plain = {expressions[binding.value][0] if found[0].module is module else "" for binding in found[1]}
            return not plain <= {Op.IMPORT, Op.FUNCTION, Op.CLASS}
        return row[0] in _VALUES
