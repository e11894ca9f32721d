"""Stub files beside source files: what they declare where the source says nothing (PEP 484)."""

from asynclint.model.summary import Op
from asynclint.program.index import Index
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode


class Stubs:
    """Finds the module, class or function of a ``.pyi`` file that stands for one of the ``.py`` file next to it."""

    def __init__(self, index: Index) -> None:
        self._modules: dict[int, ModuleNode] = {}
        self._functions: dict[int, dict[str, FunctionNode]] = {}
        for module in index.modules:
            source = index.by_path.get(module.path.removesuffix("i")) if module.is_stub else None
            if source is not None:
                self._modules[source.index] = module

    def module(self, module: ModuleNode) -> ModuleNode | None:
        """The stub of a module."""
        return self._modules.get(module.index)

    def replaces(self, module: ModuleNode, name: str) -> bool:
        """Whether a module's stub has a class under a name that the module only gives to something else."""
        stub = self._modules.get(module.index) if self._modules else None
        if stub is None:
            return False
        bindings = stub.functions[0].row.bindings.get(name, ())
        if not any(stub.summary.expressions[binding.value][0] == Op.CLASS for binding in bindings):
            return False
        own = module.functions[0].row.bindings.get(name, ())
        return not any(module.summary.expressions[binding.value][0] == Op.CLASS for binding in own)

    def cls(self, cls: ClassNode) -> ClassNode | None:
        """The class as its stub declares it."""
        stub = self._modules.get(cls.module.index) if self._modules else None
        if stub is None:
            return None
        return next((other for other in stub.classes if other.row.qualname == cls.row.qualname), None)

    def function(self, function: FunctionNode) -> FunctionNode | None:
        """The function as its stub declares it, with annotations that the source lacks."""
        stub = self._modules.get(function.module.index) if self._modules else None
        if stub is None:
            return None
        named = self._functions.get(stub.index)
        if named is None:
            named = self._functions[stub.index] = {other.row.qualname: other for other in stub.functions}
        return named.get(function.row.qualname)
