"""How sure it is that a call that may run one of several functions runs a function that waits."""

from collections.abc import Callable, Iterator, Set

from asynclint.model.effects import Confidence
from asynclint.model.summary import FunctionKind, Op
from asynclint.program.blocking.sinks import may_be_awaited
from asynclint.program.calls.callgraph import Edge
from asynclint.program.nodes import ClassNode, FunctionNode
from asynclint.program.types.infer import Inference

_TWINS = ("async_{0}", "a{0}", "a_{0}", "aio_{0}", "{0}_async", "_async_{0}", "_a{0}")


class Dispatch:
    """Judges single steps of a trace.

    An interface is a method whose definition in a base class does nothing. That most of its implementations wait, or
    that the class offers an asynchronous twin of it, says that whoever calls it has to expect a wait.
    """

    def __init__(self, inference: Inference, waiting: Callable[[], Set[FunctionNode]]) -> None:
        """``waiting`` gives every function that may wait; it is asked for only when a call has several targets."""
        self.inference = inference
        self._waiting = waiting

    def confidence(self, edge: Edge, function: FunctionNode) -> Confidence:
        """How sure it is that an edge leads to ``function``, or to another one that waits as well."""
        if not self.inference.signatures.of(function).certain:
            return Confidence.POSSIBLE
        if edge.sure:
            return Confidence.CERTAIN
        if _is_double(edge, function):
            return Confidence.POSSIBLE
        if self._by_self(edge, function):
            return Confidence.LIKELY
        if len(edge.targets) < 2:
            return Confidence.POSSIBLE
        waiting = self._waiting()
        either = edge.kind == "call" and may_be_awaited(edge.module, edge.module.summary.calls[edge.number])
        implementations = [
            target
            for target in edge.targets
            if not (target.row.stub or _is_double(edge, target)) and (either or not self._is_async(target))
        ]
        slow = sum(target in waiting for target in implementations)
        expected = 2 * slow > len(implementations) or (slow and self._has_twin(function))
        if slow == len(implementations) or (expected and self._is_interface(function)):
            return Confidence.LIKELY
        return Confidence.POSSIBLE

    def _is_async(self, target: FunctionNode) -> bool:
        """Of methods of either kind, a call that is not awaited means the plain ones."""
        return self.inference.signatures.of(target).suspends

    def _by_self(self, edge: Edge, function: FunctionNode) -> bool:
        """Whether a method calls another of ``self``, and objects of the class that overrides it run both."""
        caller, owner = edge.caller, function.owner
        if edge.kind != "call" or owner is None or not caller.is_method or not caller.row.parameters:
            return False
        expressions = edge.module.summary.expressions
        callee = expressions[edge.subject]
        if callee[0] != Op.ATTRIBUTE or list(expressions[callee[1]]) != [Op.NAME, caller.row.parameters[0].name]:
            return False
        return self.inference.members.find_method(owner, caller.row.name) is caller

    def _classes(self, function: FunctionNode) -> Iterator[ClassNode]:
        if function.owner is not None:
            for ancestor, _ in self.inference.members.ancestors(function.owner):
                if isinstance(ancestor, ClassNode):
                    yield ancestor

    def _is_interface(self, function: FunctionNode) -> bool:
        methods = (cls.method(function.row.name) for cls in self._classes(function))
        return any(method is not None and method.row.stub for method in methods)

    def _has_twin(self, function: FunctionNode) -> bool:
        names = [form.format(function.row.name) for form in _TWINS]
        twins = (cls.method(name) for cls in self._classes(function) for name in names)
        return any(twin is not None and twin.row.kind is FunctionKind.COROUTINE for twin in twins)


def _is_double(edge: Edge, target: FunctionNode) -> bool:
    """Whether a function of the tests may stand in for one that code outside them calls: not when it matters."""
    return target.module.is_test and not edge.module.is_test
