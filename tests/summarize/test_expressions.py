"""Every value is read once, with the use that is made of it and through what it gets there."""

import pytest

from asynclint.model.summary import BlockKind, FunctionKind, Op, Use, Via
from tests.summarize.summaries import calls, function, summary, use


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("await c()", (Use.AWAITED, Use.DROPPED)),
        ("yield c()", (Use.YIELDED, None)),
        ("c()", (Use.DROPPED, None)),
        ("x = c()", (Use.NAMED, "x")),
        ("x: int = c()", (Use.NAMED, "x")),
        ("o.a = c()", (Use.STORED, "a")),
        ("o['k'] = c()", (Use.STORED, "")),
        ("x = y = c()", (Use.OTHER, None)),
        ("x += c()", (Use.OPERATED, None)),
        ("if c(): pass", (Use.TESTED, None)),
        ("while c(): pass", (Use.TESTED, None)),
        ("assert c()", (Use.TESTED, None)),
        ("not c()", (Use.TESTED, None)),
        ("1 if c() else 2", (Use.TESTED, None)),
        ("c() and 1", (Use.TESTED, None)),
        ("[1 for _ in x if c()]", (Use.TESTED, None)),
        ("c() == 1", (Use.COMPARED, None)),
        ("1 < c()", (Use.COMPARED, None)),
        ("1 in c()", (Use.CONTAINED, None)),
        ("c() not in x", (Use.COMPARED, None)),
        ("c() + 1", (Use.OPERATED, None)),
        ("-c()", (Use.OPERATED, None)),
        ("c()[0]", (Use.SUBSCRIPTED, None)),
        ("x[c()]", (Use.OTHER, None)),
        ("c().a", (Use.ATTRIBUTE, "a")),
        ("c().m()", (Use.RECEIVER, "m")),
        ("c()()", (Use.CALLED, None)),
        ("for i in c(): pass", (Use.ITERATED, None)),
        ("[i for i in c()]", (Use.ITERATED, None)),
        ("[*c()]", (Use.ITERATED, None)),
        ("[j for i in x for j in c()]", (Use.ITERATED, None)),
        ("async for i in c(): pass", (Use.ASYNC_ITERATED, None)),
        ("[i async for i in c()]", (Use.ASYNC_ITERATED, None)),
        ("a, b = c()", (Use.UNPACKED, None)),
        ("f'{c()}'", (Use.FORMATTED, None)),
        ("f'{x:{c()}}'", (Use.FORMATTED, None)),
        ("'%s' % c()", (Use.FORMATTED, None)),
        ("with c(): pass", (Use.ENTERED, None)),
        ("async with c(): pass", (Use.ASYNC_ENTERED, None)),
        ("raise c()", (Use.RAISED, None)),
        ("raise E from c()", (Use.RAISED, None)),
        ("lambda: c()", (Use.RETURNED, None)),
    ],
)
def test_use(statement: str, expected: tuple[Use, object]) -> None:
    """The statement decides what happens to the result of a call in it."""
    assert use(summary(f"async def f(o, x):\n    {statement}\n")) == expected


@pytest.mark.parametrize("argument", ["c()", "k=c()", "**c()"])
def test_passed(argument: str) -> None:
    """An argument's detail is the index of the receiving call."""
    found = summary(f"other()\np({argument})\n")
    kind, receiver = use(found)
    assert kind is Use.PASSED
    assert isinstance(receiver, int)
    assert found.calls[receiver].name == "p"


@pytest.mark.parametrize(
    ("expression", "via"),
    [
        ("c()", Via.DIRECT),
        ("[c()]", Via.DISPLAY),
        ("(1, c())", Via.DISPLAY),
        ("{c()}", Via.DISPLAY),
        ("{1: c()}", Via.DISPLAY),
        ("[c() for _ in y]", Via.COMPREHENSION),
        ("{1: c() for _ in y}", Via.COMPREHENSION),
        ("(c() for _ in y)", Via.COMPREHENSION),
        ("c() if y else 1", Via.CONDITION),
        ("1 if y else c()", Via.CONDITION),
        ("y or c()", Via.CONDITION),
        ("y and c()", Via.CONDITION),
        ("(z := c())", Via.WALRUS),
        ("[c() if y else 1]", Via.DISPLAY | Via.CONDITION),
    ],
)
def test_via(expression: str, via: int) -> None:
    """A value that reaches the name through something else keeps the name as its use and says through what."""
    (call,) = calls(summary(f"x = {expression}\n"), "c")
    assert (call.use, call.detail, call.via) == (Use.NAMED, "x", via)


def test_pairwise_unpacking_names_each_value() -> None:
    """In ``a, b = c(), d()`` each call gets its own name instead of being unpacked."""
    found = summary("a, b = c(), d()\n")
    assert use(found, "c") == (Use.NAMED, "a")
    assert use(found, "d") == (Use.NAMED, "b")


def test_dictionary_keys_are_not_in_the_display() -> None:
    """A key is used by the dictionary itself; only a value is an element of it."""
    (call,) = calls(summary("x = {c(): 1}\n"), "c")
    assert (call.use, call.via) == (Use.OTHER, Via.DIRECT)


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        ("None", ("NoneType", None)),
        ("True", ("bool", True)),
        ("'a'", ("str", "a")),
        (f"'{'a' * 81}'", ("str", None)),
        (r"'\n'", ("str", None)),
        ("7", ("int", 7)),
        (str(2**53 + 1), ("int", None)),
        ("1.5", ("float", 1.5)),
        ("b'a'", ("bytes", None)),
        ("2j", ("complex", None)),
        ("...", ("ellipsis", None)),
        ("f'{x}'", ("str", None)),
    ],
)
def test_constant(literal: str, expected: tuple[str, object]) -> None:
    """Constants keep their type, and their value where it is short and every machine can store it."""
    assert (Op.CONSTANT, *expected) in summary(f"y = {literal}\n").expressions


def test_wide_displays_are_cut() -> None:
    """Of a table of a thousand entries the first 64 stand for all; calls behind them are still seen."""
    found = summary(f"x = [{'1, ' * 1000} c()]\n")
    (row,) = [row for row in found.expressions if row[0] == Op.LIST]
    assert len(row) == 65
    assert use(found) == (Use.NAMED, "x")


def test_lambda_is_a_function() -> None:
    """A lambda is a row of its own with its parameters and its body as result, named after what is round it."""
    found = summary("def f():\n    return lambda a, *b: c(a)\n")
    row = function(found, "f.<lambda>")
    assert row.kind is FunctionKind.LAMBDA
    assert [parameter.name for parameter in row.parameters] == ["a", "b"]
    assert [found.expressions[item.value][0] for item in row.returns] == [Op.CALL]
    assert found.functions[calls(found, "c")[0].function] is row


def test_parameters() -> None:
    """Parameters keep their kind, their default and their annotation."""
    found = summary("def f(a, /, b: int = 1, *c, d=2, **e): ...\n")
    rows = function(found, "f").parameters
    assert [(row.name, row.kind) for row in rows] == [("a", 0), ("b", 1), ("c", 2), ("d", 3), ("e", 4)]
    assert found.expressions[rows[1].annotation] == (Op.NAME, "int")
    assert [found.expressions[row.default] for row in rows if row.default] == [
        (Op.CONSTANT, "int", 1),
        (Op.CONSTANT, "int", 2),
    ]


def test_defaults_are_evaluated_outside() -> None:
    """A call in a default runs in the scope round the function."""
    found = summary("def f(a=c()):\n    pass\n")
    assert calls(found, "c")[0].function == 0


def test_comprehension_runs_in_place() -> None:
    """A call in a comprehension runs in the function round it, but in a block of its own, unlike the first iterable."""
    found = summary("def f():\n    [c() for x in d()]\n")
    inside, outside = calls(found, "c")[0], calls(found, "d")[0]
    assert found.functions[inside.function].name == found.functions[outside.function].name == "f"
    assert found.blocks[inside.block].kind is BlockKind.COMPREHENSION
    assert found.blocks[outside.block].kind is BlockKind.BODY


def test_await_in_a_comprehension_suspends_what_is_round_it() -> None:
    """The block round an async comprehension suspends, and a block round a plain one does not."""
    assert function(summary("async def f():\n    [await x for x in y]\n"), "f").suspends
    assert function(summary("async def f():\n    [x async for x in y]\n"), "f").suspends
    assert not function(summary("async def f():\n    [x for x in y]\n"), "f").suspends


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("def f(): return 1", FunctionKind.PLAIN),
        ("def f(): yield", FunctionKind.GENERATOR),
        ("def f(): yield from x", FunctionKind.GENERATOR),
        ("async def f(): pass", FunctionKind.COROUTINE),
        ("async def f(): yield", FunctionKind.ASYNC_GENERATOR),
        ("def f():\n    def g(): yield", FunctionKind.PLAIN),
        ("def f():\n    return lambda: (yield)", FunctionKind.PLAIN),
    ],
)
def test_function_kind(text: str, kind: FunctionKind) -> None:
    """``async`` and a ``yield`` of the function itself decide its kind."""
    assert function(summary(f"{text}\n"), "f").kind is kind


def test_conditional_branch_has_a_block_of_its_own() -> None:
    """A call behind ``if`` of an expression, or behind ``and``, stands in a block with the test as its subject."""
    for text in ("c() if t() else 1\n", "t() and c()\n"):
        found = summary(text)
        row = found.blocks[calls(found, "c")[0].block]
        assert row.kind is BlockKind.CONDITIONAL
        assert found.calls[found.expressions[row.subject][1]].name == "t"


def test_operands_are_what_is_waited_for_entered_and_iterated_but_no_call() -> None:
    """Calls say so by themselves; of displays nothing is asked."""
    found = summary("""\
    async def f(a, b):
        await a
        await c()
        with a, c():
            pass
        async with b.d:
            pass
        for x in b:
            pass
        for x in [1, 2]:
            pass
        return [x async for x in a]
    """)
    assert [(row.use, row.line, row.column) for row in found.operands] == [
        (Use.AWAITED, 2, 10), (Use.ENTERED, 4, 9), (Use.ASYNC_ENTERED, 6, 15), (Use.ITERATED, 8, 13),
        (Use.ASYNC_ITERATED, 12, 29),
    ]  # fmt: skip


def test_attribute_reads() -> None:
    """An attribute is kept when it is first read and whenever it is tested, compared or a statement; no method call."""
    found = summary(
        "def f():\n    g(a.b)\n    g(a.b)\n    a.b\n    if a.b: pass\n    a.b == 1\n    a.m()\n    a.b = 1\n"
    )
    rows = [(found.expressions[row.expression][2], row.line, row.use) for row in found.attribute_reads]
    assert rows == [("b", 2, Use.PASSED), ("b", 4, Use.DROPPED), ("b", 5, Use.TESTED), ("b", 6, Use.COMPARED)]


def test_attribute_reads_are_counted_by_function() -> None:
    """Another function's first read of the same attribute is a first read again."""
    found = summary("def f():\n    a.b\ndef g():\n    a.b\n")
    assert [row.line for row in found.attribute_reads] == [2, 4]


def test_call_columns_are_bytes() -> None:
    """Columns are UTF-8 offsets as ``ast`` gives them, and the line is kept to convert them."""
    found = summary("'é' + c()\n")
    assert calls(found, "c")[0].column == 7
    assert found.wide_lines == {1: "'é' + c()"}
