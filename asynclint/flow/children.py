"""What a libcst node holds; its own ``children`` says the same, and takes several times as long."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import libcst as cst

_FIELDS: "dict[type[cst.CSTNode], tuple[str, ...]]" = {}
_IS_CHILD: dict[type, bool] = {}


def children(node: "cst.CSTNode") -> "list[cst.CSTNode]":
    """The nodes right below a node, in the order of the source; white space and comments are left aside."""
    found: list[cst.CSTNode] = []
    for field in _FIELDS.get(type(node)) or _fields(node):
        value = getattr(node, field)
        for one in value if isinstance(value, (list, tuple)) else (value,):
            kind = type(one)
            if _IS_CHILD[kind] if kind in _IS_CHILD else _is_child(kind):
                found.append(one)
    return found


def _fields(node: "cst.CSTNode") -> tuple[str, ...]:
    """Asks libcst about the class of a node, once."""
    from asynclint.flow.fields import fields_of

    fields = _FIELDS[type(node)] = fields_of(node)
    return fields


def _is_child(kind: type) -> bool:
    """Asks about a class, once."""
    from asynclint.flow.fields import is_child

    answer = _IS_CHILD[kind] = is_child(kind)
    return answer
