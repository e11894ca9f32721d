"""The nodes of one scope."""

import libcst as cst

from asynclint.flow.scope import nodes_of_scope

SOURCE = """
first = 1
def function(default=second):
    third
class Class:
    fourth
fifth = [lambda: sixth, seventh]
"""


def names(node: cst.CSTNode) -> list[str]:
    """The names among the nodes of a scope."""
    return [one.value for one in nodes_of_scope(node) if isinstance(one, cst.Name)]


def test_order_and_limits() -> None:
    """In the order of the source, without what stands in functions, lambdas and classes."""
    assert names(cst.parse_module(SOURCE)) == ["first", "fifth", "seventh"]


def test_the_node_itself() -> None:
    """The first is the node that was asked about, also when it is a definition."""
    function = cst.parse_module(SOURCE).body[1]
    assert next(nodes_of_scope(function)) is function
    assert names(function) == ["function", "default", "second", "third"]
