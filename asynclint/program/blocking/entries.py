"""Functions with which ways to a wait begin: those that run on a loop, where a wait matters."""

from asynclint.model.effects import Blocking, Confidence
from asynclint.model.summary import Op
from asynclint.program.calls.places import Places
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference

_BROWSER = frozenset({"js", "pyodide", "pyodide_js"})
"""Modules that there are only in a browser, where files are in memory (https://pyodide.org)."""


class Entries:
    """Tells whether anybody would mind that a function waits."""

    def __init__(self, inference: Inference, places: Places) -> None:
        self.inference = inference
        self.places = places
        self._in_browser: dict[ModuleNode, bool] = {}
        self._fixtures: dict[FunctionNode, bool] = {}

    def counts(self, function: FunctionNode, kind: Blocking, level: Confidence) -> bool:
        """Whether a function runs on a loop, and what waits so may be reported at a level.

        Tests, their fixtures and commands have the loop for themselves, and files of a browser are no files. A command
        cannot run a second loop inside its own, however.
        """
        module = function.module
        alone = module.runs_once and kind is not Blocking.LOOP
        if level is not Confidence.POSSIBLE and (module.is_test or alone or self._is_fixture(function)):
            return False
        if kind is Blocking.FILE and self._runs_in_browser(module):
            return False
        return self.places.on_loop(function) is not None

    def _is_fixture(self, function: FunctionNode) -> bool:
        known = self._fixtures.get(function)
        if known is None:
            effect = self.inference.signatures.effect
            known = any(effect(function, decorator) == "test" for decorator in function.row.decorators)
            self._fixtures[function] = known
        return known

    def _runs_in_browser(self, module: ModuleNode) -> bool:
        """Whether a module cannot be imported elsewhere."""
        known = self._in_browser.get(module)
        if known is None:
            expressions, blocks = module.summary.expressions, module.summary.blocks
            known = self._in_browser[module] = not _BROWSER.isdisjoint(module.tops) and any(
                blocks[binding.block].parent < 0
                and expressions[binding.value][0] == Op.IMPORT
                and expressions[binding.value][1].partition(".")[0] in _BROWSER
                for bindings in module.functions[0].row.bindings.values()
                for binding in bindings
            )
        return known
