"""The summary of one file: everything later stages know of it, as plain values.

Expressions are kept in one table per file, ``FileSummary.expressions``; equal expressions share one entry, and an
expression names its parts by their index there. Index 0 is the expression of which nothing is known. An entry is a
tuple that starts with one of the operators of ``Op``.
"""

from enum import IntEnum
from typing import Any, Final

from msgspec import Struct

from asynclint.model.suppression import Suppression

Expression = tuple[Any, ...]
ExpressionId = int
FunctionId = int
BlockId = int

UNKNOWN: Final = 0


class Op:
    """First item of an expression, with what follows it (``e`` stands for an expression's index)."""

    UNKNOWN: Final = "?"
    NAME: Final = "n"  # name
    ATTRIBUTE: Final = "a"  # e, attribute
    CALL: Final = "c"  # index of the call site
    AWAIT: Final = "w"  # e
    YIELD: Final = "y"  # e
    YIELD_FROM: Final = "Y"  # e
    SUBSCRIPT: Final = "s"  # e, e of the index
    CONSTANT: Final = "k"  # type name, value (None, bool, int, str up to 80 characters); of f"/path/{…}" also "/path/"
    TUPLE: Final = "t"  # e, …
    LIST: Final = "l"  # e, …
    SET: Final = "S"  # e, …
    DICT: Final = "d"  # e of key, e of value, …
    COMPREHENSION: Final = "g"  # kind ("list", "set", "dict", "generator"), e of the element, its block
    FUNCTION: Final = "f"  # index of the function (a definition or a lambda)
    CLASS: Final = "C"  # index of the class
    UNION: Final = "|"  # e, … (conditional expressions, `or`, `and`)
    BINARY: Final = "b"  # operator, e, e
    STARRED: Final = "*"  # e
    ITEM_OF: Final = "i"  # e: one element of iterating e
    ASYNC_ITEM_OF: Final = "I"  # e: one element of iterating e asynchronously
    ENTERED: Final = "e"  # e: what `with e as …` binds
    ASYNC_ENTERED: Final = "E"  # e: what `async with e as …` binds
    PART: Final = "p"  # e, position (negative: from the end): unpacking
    CAUGHT: Final = "x"  # e: an instance of the exception class (or classes)
    IMPORT: Final = "m"  # module, level, name ("" for the module itself)
    PARAMETER: Final = "P"  # index of the parameter
    ANNOTATED: Final = "A"  # e of the annotation, e of the value (0 without)


class Use(IntEnum):
    """What happens to the value of an expression."""

    OTHER = 0
    AWAITED = 1  # detail of a call: what happens to what the await gives (a Use, as int)
    YIELDED = 2
    DROPPED = 3  # an expression statement
    NAMED = 4  # detail: the local name
    STORED = 5  # detail: the attribute's name, "" for a subscript
    RETURNED = 6
    PASSED = 7  # detail: index of the receiving call
    TESTED = 8  # if, while, assert, not, and, or, a comprehension's filter
    COMPARED = 9
    OPERATED = 10  # + - * …
    SUBSCRIPTED = 11
    ATTRIBUTE = 12  # detail: the attribute that is read
    ITERATED = 13
    UNPACKED = 14
    FORMATTED = 15
    ENTERED = 16  # with
    ASYNC_ENTERED = 17
    ASYNC_ITERATED = 18
    CALLED = 19
    RAISED = 20
    CONTAINED = 21  # `value in …` with the value on the right-hand side
    RECEIVER = 22  # attribute that is called: detail is the method's name


class Via:
    """Through what a value reached its use: any sum of these (plain integers, as every file has thousands)."""

    DIRECT: Final = 0
    DISPLAY: Final = 1
    """An element of a list, tuple, set or dict."""
    COMPREHENSION: Final = 2
    CONDITION: Final = 4
    """A branch of a conditional expression, an operand of ``or`` or ``and``."""
    STARRED: Final = 8
    WALRUS: Final = 16


class BlockKind(IntEnum):
    """Why a group of statements (or a comprehension) is nested."""

    BODY = 0
    IF = 1
    ELSE = 2
    FOR = 3
    ASYNC_FOR = 4
    WHILE = 5
    TRY = 6
    EXCEPT = 7
    FINALLY = 8
    TRY_ELSE = 9
    WITH = 10
    ASYNC_WITH = 11
    CASE = 12
    COMPREHENSION = 13
    CONDITIONAL = 14  # the first branch of a conditional expression (the other one is an ELSE), or behind and/or


class Block(Struct, array_like=True, gc=False):
    """A nested group of statements. ``subject`` is the test, the iterable, the caught class or the first context.

    ``items`` are all context managers of a ``with``, of a ``try`` the caught classes of its handlers, and of an ``if``,
    its ``else`` and a ``while`` the operands of the ``and`` that is tested, whose ``subject`` is the last of them.
    ``line`` and ``column`` are those of the header of a ``for``, ``while`` or ``with``, else of the first statement.
    ``leaves`` says that the last statement returns, raises, breaks or continues. ``suspends`` says that an
    ``await``, ``yield``, ``async for`` or ``async with`` stands in the block, at any depth of the same function.
    """

    parent: BlockId
    kind: BlockKind
    function: FunctionId
    line: int
    end_line: int
    subject: ExpressionId = 0
    items: tuple[ExpressionId, ...] = ()
    leaves: bool = False
    suspends: bool = False
    column: int = 0


class Binding(Struct, array_like=True, frozen=True, gc=False):
    """One way in which a name (or an attribute of ``self``) gets a value."""

    value: ExpressionId
    line: int
    block: BlockId
    function: FunctionId = 0


class Read(Struct, array_like=True, frozen=True, gc=False):
    """One use of a local name whose value may be an awaitable. ``statement`` is the row where its statement starts."""

    use: Use
    via: int
    detail: Any
    line: int
    block: BlockId
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    statement: int = 0


class Parameter(Struct, array_like=True, frozen=True, gc=False):
    """``kind``: 0 positional only, 1 ordinary, 2 ``*args``, 3 keyword only, 4 ``**kwargs``."""

    name: str
    kind: int
    annotation: ExpressionId
    default: ExpressionId


class FunctionKind(IntEnum):
    """What calling the undecorated function gives."""

    PLAIN = 0
    COROUTINE = 1
    ASYNC_GENERATOR = 2
    GENERATOR = 3
    LAMBDA = 4
    MODULE = 5
    CLASS_BODY = 6


DEFINITIONS: Final = frozenset(
    {FunctionKind.PLAIN, FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR, FunctionKind.GENERATOR}
)
"""The kinds of functions that have a ``def``."""


class Function(Struct, array_like=True, gc=False):
    """A function, a lambda, the body of a class, or (index 0) the module itself.

    ``parent`` is the function whose scope encloses it (-1 for the module); ``owner`` the class in whose body it
    stands, else -1. ``stub`` says that the body does nothing but pass, ``...`` or raise NotImplementedError.
    ``returns`` holds a binding for each ``return`` with a value (of a lambda: its body), ``yields`` likewise.
    """

    name: str
    qualname: str
    kind: FunctionKind
    line: int
    column: int
    end_line: int
    body_line: int
    parent: FunctionId
    owner: int
    decorators: tuple[ExpressionId, ...]
    parameters: tuple[Parameter, ...]
    annotation: ExpressionId
    stub: bool
    suspends: bool
    bindings: dict[str, list[Binding]]
    outer_names: dict[str, str]
    reads: dict[str, list[Read]]
    returns: list[Binding]
    yields: list[Binding]
    stars: tuple[tuple[str, int], ...] = ()
    type_parameters: tuple[str, ...] = ()
    empty_returns: int = 0
    """How many ``return`` statements have no value."""


class Class(Struct, array_like=True, gc=False):
    """A class. ``body`` is the function that stands for its body; its bindings are the class attributes and methods.

    ``attributes`` are assignments to ``self.name`` (in class methods ``cls.name``) in any method.
    """

    name: str
    qualname: str
    line: int
    column: int
    end_line: int
    parent: FunctionId
    body: FunctionId
    bases: tuple[ExpressionId, ...]
    keywords: dict[str, ExpressionId]
    decorators: tuple[ExpressionId, ...]
    attributes: dict[str, list[Binding]]
    type_parameters: tuple[str, ...] = ()


class Call(Struct, array_like=True, frozen=True, gc=False):
    """A call site. Columns are UTF-8 byte offsets as ``ast`` gives them; ``name`` is the last name of the callee.

    ``statement`` and ``statement_end`` are the rows of the simple statement or the header round it.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    function: FunctionId
    block: BlockId
    callee: ExpressionId
    name: str
    arguments: tuple[ExpressionId, ...]
    keywords: dict[str, ExpressionId]
    use: Use
    via: int
    detail: Any
    statement: int
    statement_end: int


class AttributeRead(Struct, array_like=True, frozen=True, gc=False):
    """The first read of an attribute expression in a function, and each read that is tested, compared or dropped."""

    expression: ExpressionId
    function: FunctionId
    block: BlockId
    line: int
    column: int
    end_line: int
    end_column: int
    use: Use
    statement: int
    statement_end: int


class Operand(Struct, array_like=True, frozen=True, gc=False):
    """What is awaited, entered or iterated and is no call: a call says so by its own ``use``.

    ``use`` is AWAITED, ENTERED, ASYNC_ENTERED, ITERATED, ASYNC_ITERATED or, for ``yield from`` (of a call too),
    YIELDED. Displays and constants that are iterated are left out.
    """

    expression: ExpressionId
    use: Use
    function: FunctionId
    block: BlockId
    line: int
    column: int
    end_line: int
    end_column: int
    statement: int
    statement_end: int


class AttributeStore(Struct, array_like=True, frozen=True, gc=False):
    """``base.name = value``, where the base is not the object of the method that it stands in."""

    base: ExpressionId
    name: str
    value: ExpressionId
    function: FunctionId
    block: BlockId
    line: int


class ItemStore(Struct, array_like=True, frozen=True, gc=False):
    """``base[key] = value``, where the base is a name, an attribute or an item, and the key is or names a constant."""

    base: ExpressionId
    key: ExpressionId
    value: ExpressionId
    function: FunctionId
    block: BlockId
    line: int


class FileSummary(Struct, array_like=True, gc=False):
    """Everything that is known of one file, without its path."""

    digest: str
    lines: int
    expressions: list[Expression]
    functions: list[Function]
    classes: list[Class]
    blocks: list[Block]
    calls: list[Call]
    attribute_reads: list[AttributeRead]
    modules: tuple[str, ...]
    """Absolute names of imported modules as written, relative ones with leading dots."""
    exported: tuple[str, ...] | None
    """``__all__`` when it is a plain list of strings."""
    suppressions: tuple[Suppression, ...] = ()
    operands: tuple[Operand, ...] = ()
    wide_lines: dict[int, str] = {}
    """The lines that are not ASCII, by row: their byte columns need a conversion."""
    unbound: tuple[str, ...] = ()
    """Names that are read and that nothing in the file can bind, builtins left aside: what is known as a module of such
    a name is taken to be meant."""
    item_stores: tuple[ItemStore, ...] = ()
    attribute_stores: tuple[AttributeStore, ...] = ()
