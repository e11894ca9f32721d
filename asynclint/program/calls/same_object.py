"""Methods that call others of the same object: which of them run is a question of the object's class."""

from collections.abc import Iterator

from asynclint.model.summary import Op
from asynclint.program.calls.callgraph import Edge
from asynclint.program.nodes import ClassNode, FunctionNode
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import NONE, ClassObject, Instance, Super

Kind = tuple[ClassNode, bool]
"""A class, and whether objects of the classes below it are left out."""


class SameObject:
    """Compares the class of the object that a method is called of with the classes that have what it calls on."""

    def __init__(self, inference: Inference) -> None:
        self.inference = inference
        self._known: dict[tuple[Kind, FunctionNode, FunctionNode], bool] = {}

    def excludes(self, edge: Edge, function: FunctionNode, onward: Edge, following: FunctionNode) -> bool:
        """Whether a method that is called so cannot get by one of its calls to a method.

        The call is of a method of ``self``, and objects of the class that the first call is about, and of the classes
        below it, have another method of that name.
        """
        if not self.matters(function, onward, following):
            return False
        kinds = list(self._kinds(edge, function))
        return bool(kinds) and not any(kind is None or self._may_have(kind, function, following) for kind in kinds)

    def matters(self, function: FunctionNode, onward: Edge, following: FunctionNode) -> bool:
        """Whether it depends on the object of a method if it gets by one of its calls to another method."""
        if following.owner is None or not following.is_method or following.owner is function.owner:
            return False
        return onward.own_attribute == following.row.name

    def _kinds(self, edge: Edge, function: FunctionNode) -> Iterator[Kind | None]:
        """The kinds of objects that a method is called of; None stands for an unknown one."""
        expressions = edge.module.summary.expressions
        row = expressions[edge.subject]
        if edge.kind == "block":
            yield None
        elif row[0] == Op.ATTRIBUTE and row[2] == function.row.name:
            yield from self._receivers(edge, row[1])
        elif edge.kind == "call":
            for value in self.inference.callees(edge.module, edge.number):
                made = value.cls if isinstance(value, ClassObject) else None
                yield (made, True) if isinstance(made, ClassNode) else None

    def _receivers(self, edge: Edge, receiver: int) -> Iterator[Kind | None]:
        caller = edge.caller
        context = Context(caller, edge.block, edge.statement[0])
        for value in self.inference.values(receiver, context):
            if isinstance(value, Super):
                yield (caller.owner, False) if caller.owner is not None else None
            elif isinstance(value, Instance) and isinstance(value.cls, ClassNode):
                yield value.cls, False
            elif value != NONE:
                yield None

    def _may_have(self, kind: Kind, function: FunctionNode, following: FunctionNode) -> bool:
        """Whether an object of a kind that has one method has another one too; yes for what only looks like its class.

        What is taken for an object of a protocol's class, say, has the method by other means than inheritance.
        """
        key = (kind, function, following)
        known = self._known.get(key)
        if known is None:
            cls, exact = kind
            members = self.inference.members
            classes = [cls] if exact else [cls, *members.descendants(cls)]
            heirs = [one for one in classes if any(base is function.owner for base, _ in members.ancestors(one))]
            known = not heirs or any(members.find_method(one, following.row.name) is following for one in heirs)
            self._known[key] = known
        return known
