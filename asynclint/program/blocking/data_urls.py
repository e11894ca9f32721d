"""Requests for ``data:`` URLs: the answer is in the URL, so nothing waits for a network (RFC 2397)."""

from collections.abc import Iterator

from asynclint.model.summary import Call, Expression, ExpressionId, Op
from asynclint.program.blocking.preconditions import Preconditions
from asynclint.program.blocking.receivers import receiver_maker
from asynclint.program.calls.conditions import argument
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import FunctionObject

_OPENING = "urllib.request.urlopen"
_READING = "http.client.HTTPResponse."
_SCHEME = "data:"


class DataUrls:
    """Tells which requests are for such URLs, by the tests of the URL round them or round the calls of the function."""

    def __init__(self, inference: Inference, preconditions: Preconditions) -> None:
        self.inference = inference
        self._preconditions = preconditions

    def asked_by(self, name: str, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        """Whether a call of the function or method ``name`` opens such a URL, or reads the answer."""
        if name.startswith(_READING):
            opened = receiver_maker(module, function, call)
            return opened is not None and self._opens(module, function, opened)
        return name == _OPENING and self._opens(module, function, call)

    def _opens(self, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
        if call.name != _OPENING.rpartition(".")[2] or not call.arguments:
            return False
        url = call.arguments[0]
        row = module.summary.expressions[url]
        if row[0] == Op.CONSTANT:
            return isinstance(row[2], str) and row[2].startswith(_SCHEME)
        return self._is_tested(module, call, url) or (row[0] == Op.NAME and self._is_given(function, row[1]))

    def _is_given(self, function: FunctionNode, name: str) -> bool:
        """Whether every call of a function gives such a URL as the parameter of this name."""
        names = [parameter.name for parameter in function.row.parameters]
        if name not in names or len(function.row.bindings.get(name, ())) != 1:
            return False
        position = str(names.index(name) - function.is_method)
        given = [
            (module, call, argument(call, position) or argument(call, name)) for module, call in self._calls(function)
        ]
        return bool(given) and all(url and self._is_tested(module, call, url) for module, call, url in given)

    def _is_tested(self, module: ModuleNode, call: Call, url: ExpressionId) -> bool:
        """Whether a call comes only after a test of the URL's scheme."""
        tests = self._preconditions.of(module, call.block, call.line)
        return any(_asks_scheme(module, test, url, holds) for holds, test in tests)

    def _calls(self, function: FunctionNode) -> Iterator[tuple[ModuleNode, Call]]:
        for module, number in self.inference.index.calls.get(function.row.name, ()):
            values = self.inference.callees(module, number)
            if any(isinstance(value, FunctionObject) and value.function is function for value in values):
                yield module, module.summary.calls[number]


def _asks_scheme(module: ModuleNode, test: Expression, url: ExpressionId, holds: bool) -> bool:
    """Whether a test that comes out so says that a URL begins with the scheme: ``url.startswith("data:")``."""
    expressions = module.summary.expressions
    if test[0] == Op.BINARY and test[1] == "not":
        return _asks_scheme(module, expressions[test[2]], url, not holds)
    if test[0] != Op.CALL or not holds:
        return False
    call = module.summary.calls[test[1]]
    callee = expressions[call.callee]
    if callee[0] != Op.ATTRIBUTE or callee[2] != "startswith" or callee[1] != url or not call.arguments:
        return False
    prefix = expressions[call.arguments[0]]
    return bool(prefix[0] == Op.CONSTANT and isinstance(prefix[2], str) and prefix[2].startswith(_SCHEME))
