"""Node classes and fields of the newest `ast` that the running one may lack.

Where the running interpreter has a class, that is the one; otherwise it is defined here, with the fields and the
attributes of the newest Python's: `TypeAlias`, `TypeVar`, `ParamSpec`, `TypeVarTuple` (PEP 695, Python 3.12; their
`default_value` is PEP 696, 3.13) and `TemplateStr`, `Interpolation` (PEP 750, 3.14).

A field that only a newer Python has (`type_params`, `default_value`, and `is_lazy` of PEP 810, 3.15) is given to the
single node that uses it, by `with_field`: the node stays an instance of exactly the class that `ast` has, and
`ast.walk`, `ast.iter_child_nodes` and `ast.dump` see the field. Read it with `getattr(node, "type_params", ())`.
"""

import ast
import sys
from typing import Any
from typing import TypeVar as _TypeVariable

_Node = _TypeVariable("_Node", bound=ast.AST)

if sys.version_info >= (3, 12):
    from ast import ParamSpec, TypeAlias, TypeVar, TypeVarTuple, type_param
else:

    class type_param(ast.AST):  # noqa: N801 - the name that `ast` has for it
        """The base of the three kinds of type parameters."""

        _attributes = ("lineno", "col_offset", "end_lineno", "end_col_offset")
        lineno: int
        col_offset: int
        end_lineno: int
        end_col_offset: int

        def __init__(self, *fields: Any, **named: Any) -> None:
            super().__init__(*fields, **named)

    class TypeVar(type_param):
        """`T`, `T: bound` or `T = default` in a list of type parameters."""

        _fields = __match_args__ = ("name", "bound", "default_value")
        name: str
        bound: ast.expr | None
        default_value: ast.expr | None

    class ParamSpec(type_param):
        """`**P` in a list of type parameters."""

        _fields = __match_args__ = ("name", "default_value")
        name: str
        default_value: ast.expr | None

    class TypeVarTuple(type_param):
        """`*Ts` in a list of type parameters."""

        _fields = __match_args__ = ("name", "default_value")
        name: str
        default_value: ast.expr | None

    class TypeAlias(ast.stmt):
        """`type name[type_params] = value`."""

        _fields = __match_args__ = ("name", "type_params", "value")
        name: ast.Name
        type_params: list[type_param]
        value: ast.expr

        def __init__(self, *fields: Any, **named: Any) -> None:
            super().__init__(*fields, **named)


if sys.version_info >= (3, 14):
    from ast import Interpolation, TemplateStr
else:

    class TemplateStr(ast.expr):
        """A t-string: `values` are constants and interpolations."""

        _fields = __match_args__ = ("values",)
        values: list[ast.expr]

        def __init__(self, *fields: Any, **named: Any) -> None:
            super().__init__(*fields, **named)

    class Interpolation(ast.expr):
        """`{value!conversion:format_spec}` in a t-string; `str` is the source text of the expression."""

        _fields = __match_args__ = ("value", "str", "conversion", "format_spec")
        value: ast.expr
        str: str
        conversion: int
        format_spec: ast.expr | None

        def __init__(self, *fields: Any, **named: Any) -> None:
            super().__init__(*fields, **named)


__all__ = [
    "Interpolation",
    "ParamSpec",
    "TemplateStr",
    "TypeAlias",
    "TypeVar",
    "TypeVarTuple",
    "type_param",
    "with_field",
]


def with_field(node: _Node, name: str, value: Any) -> _Node:
    """Sets the field `name` of `node`, adding it to the fields of this one node if its class lacks it."""
    if name not in node._fields:
        node.__dict__["_fields"] = (*node._fields, name)
    setattr(node, name, value)
    return node
