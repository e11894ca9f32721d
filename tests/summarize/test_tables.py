"""Rows are added once, and scopes keep the reads that later stages need."""

from asynclint.model.summary import Op, Use, Via
from asynclint.summarize.tables import Tables
from tests.summarize.summaries import function, summary


def test_equal_expressions_share_an_entry() -> None:
    """The same expression read twice stands in the table once."""
    rows = summary("x.y\nx.y\n").expressions
    assert rows.count((Op.NAME, "x")) == 1
    assert rows.count((Op.ATTRIBUTE, rows.index((Op.NAME, "x")), "y")) == 1


def test_index_zero_is_unknown() -> None:
    """The first entry of every table is the expression of which nothing is known."""
    tables = Tables()
    assert tables.row((Op.UNKNOWN,)) == 0
    assert tables.row((Op.NAME, "x")) == tables.row((Op.NAME, "x")) == 1


def test_expressions_by_their_indexes() -> None:
    """The list has what is there when it is asked for."""
    tables = Tables()
    assert tables.expressions == [(Op.UNKNOWN,)]
    added = [(Op.NAME, "x"), (Op.AWAIT, 1)]
    indexes = [tables.row(expression) for expression in added]
    assert [tables.expressions[index] for index in indexes] == added
    assert len(tables.expressions) == tables.row((Op.NAME, "y"))


def test_equal_numbers_of_other_types_are_other_constants() -> None:
    """``1``, ``1.0`` and ``True`` are equal in Python, but not in the table."""
    rows = summary("x = [1, 1.0, True]\n").expressions
    assert {row[1:] for row in rows if row[0] == Op.CONSTANT} == {("int", 1), ("float", 1.0), ("bool", True)}


def test_reads_of_names_that_may_hold_an_awaitable() -> None:
    """Reads are kept of a name that is bound to a call, and of none that is bound to a number."""
    found = function(summary("def f():\n    x = c()\n    y = 1\n    return x, y\n"), "f").reads
    assert [(read.use, read.via, read.line) for read in found["x"]] == [(Use.RETURNED, Via.DISPLAY, 4)]
    assert "y" not in found


def test_reads_of_globals_are_not_the_function_s() -> None:
    """A function that reads a name of the module has no read of it, nor has the module: anybody may read it."""
    found = summary("x = c()\ndef f():\n    print(x)\n")
    assert function(found, "f").reads == {}
    assert function(found, "").reads == {}


def test_captured_names_pass_through_scopes() -> None:
    """A name that an inner-most function reads is captured where it is bound, not between."""
    found = summary("def f():\n    x = c()\n    def g():\n        def h():\n            return x\n")
    assert [read.line for read in function(found, "f").reads["x"]] == [0]
    assert function(found, "f.g").reads == {}


def test_parameters_are_never_read_worthy() -> None:
    """What a caller gives is judged at the call, not by the reads of the parameter."""
    assert function(summary("def f(x):\n    x\n"), "f").reads == {}
