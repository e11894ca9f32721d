"""Where libcst keeps the nodes below a node, told by its own visitors."""

import libcst as cst

_BLANKS = (cst.BaseParenthesizableWhitespace, cst.TrailingWhitespace, cst.EmptyLine, cst.Newline)


class _Order(cst.CSTVisitor):
    """Notes in which order libcst goes over the fields of one node."""

    def __init__(self, node: cst.CSTNode) -> None:
        super().__init__()
        self._node = node
        self.fields: dict[str, None] = {}

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node is self._node

    def on_visit_attribute(self, node: cst.CSTNode, attribute: str) -> None:
        self.fields.setdefault(attribute)


def fields_of(node: cst.CSTNode) -> tuple[str, ...]:
    """The fields of a node's class that can hold nodes, in the order of the source.

    Some visitors pass over a last field that is empty in this node.
    """
    order = _Order(node)
    node.visit(order)
    empty = [field for field in node.__dataclass_fields__ if getattr(node, field) is None]
    return tuple(dict.fromkeys([*order.fields, *empty]))


def is_child(kind: type) -> bool:
    """Whether a value of a field, of this class, is a node that is neither white space nor a comment."""
    return issubclass(kind, cst.CSTNode) and not issubclass(kind, _BLANKS)
