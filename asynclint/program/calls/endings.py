"""The end of the program: what waits just before it keeps no loop that anything is left for."""

from asynclint.program.nodes import FunctionNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import External

_NAMES = frozenset({"exit", "_exit", "abort"})
_ENDING = frozenset({"sys.exit", "os._exit", "os.abort"})
_REPLACING = "os.exec"


class Endings:
    """Finds the calls that end the program, or put another one in its place."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self._known: dict[FunctionNode, list[tuple[int, int]]] = {}

    def follow(self, function: FunctionNode, block: int, line: int) -> bool:
        """Whether such a call follows a row of a function in the same block."""
        return any(other == block and end > line for other, end in self._of(function))

    def _of(self, function: FunctionNode) -> list[tuple[int, int]]:
        """The blocks and rows of these calls."""
        known = self._known.get(function)
        if known is None:
            known = self._known[function] = []
            for number in self.inference.index.calls_in(function):
                call = function.module.summary.calls[number]
                if (call.name in _NAMES or call.name.startswith("exec")) and self._ends(function, number):
                    known.append((call.block, call.line))
        return known

    def _ends(self, function: FunctionNode, number: int) -> bool:
        values = self.inference.callees(function.module, number)
        return any(
            isinstance(value, External) and (value.name in _ENDING or value.name.startswith(_REPLACING))
            for value in values
        )
