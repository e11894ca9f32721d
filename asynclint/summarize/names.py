"""What names and expressions of one file mean, as far as the file and the knowledge of async frameworks tell."""

import builtins
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from asynclint.knowledge.facts import KNOWN, facts
from asynclint.model.summary import Binding, BlockKind, Expression, FileSummary, FunctionKind, Op
from asynclint.summarize.types import argument, head, plain

if TYPE_CHECKING:
    from asynclint.knowledge.table import Table

_BUILTINS: Final = frozenset(dir(builtins))
_DEEPEST: Final = 40


class Place(NamedTuple):
    """From where a name is looked up: a function and a block, by their numbers in the summary."""

    function: int
    block: int


class Thing(NamedTuple):
    """A module, function or class, by its canonical dotted name; relative imports start with dots."""

    name: str


class Instance(NamedTuple):
    """An object of a class; ``type`` is written as in knowledge files, e.g. ``asyncio.Queue[int]``."""

    type: str


class Awaitable(NamedTuple):
    """What a call of an async function gives; ``type`` is that of the awaited result, None for an unknown one."""

    type: str | None


class Local(NamedTuple):
    """A class of the file, or an object of it."""

    number: int
    is_class: bool


Value = Thing | Instance | Awaitable | Local


class Names:
    """Answers for one file. A name with several meanings has none."""

    def __init__(self, summary: FileSummary, target_version: tuple[int, int]) -> None:
        self._summary = summary
        self.facts: Table = facts(target_version)
        self._known: dict[tuple[int, int, int], Value | None] = {}
        self._comprehensions = {
            number for number, block in enumerate(summary.blocks) if block.kind is BlockKind.COMPREHENSION
        }
        self._depth = 0

    def qualified(self, expression: int, at: Place) -> str | None:
        """The canonical dotted name of what an expression refers to: a function, class, module or method."""
        value = self.value(expression, at)
        return value.name if isinstance(value, Thing) else None

    def type_of(self, expression: int, at: Place) -> str | None:
        """The canonical name of the class that an expression is an object of."""
        value = self.value(expression, at)
        return self.class_of(value) if isinstance(value, Instance) else None

    def class_of(self, value: Instance) -> str:
        """The canonical name of the class of an object."""
        return self.facts.canonical(head(value.type))

    def value(self, expression: int, at: Place) -> Value | None:
        """What an expression evaluates to; None for what is not known, or not one thing."""
        key = (expression, at.function, self._comprehension(at.block))
        if key in self._known:
            return self._known[key]
        self._known[key] = None
        if self._depth < _DEEPEST:
            self._depth += 1
            self._known[key] = self._read(expression, at)
            self._depth -= 1
        return self._known[key]

    def _read(self, expression: int, at: Place) -> Value | None:
        row = self._summary.expressions[expression]
        match row[0]:
            case Op.NAME:
                return self.name(row[1], at)
            case Op.ATTRIBUTE:
                return self._own_attribute(row, at) or self.attribute(self.value(row[1], at), row[2])
            case Op.CALL:
                call = self._summary.calls[row[1]]
                return self.result(self.value(call.callee, Place(call.function, call.block)))
            case Op.AWAIT:
                return self.awaited(self.value(row[1], at))
            case Op.ENTERED | Op.ASYNC_ENTERED:
                return self.entered(self.value(row[1], at), asynchronous=row[0] == Op.ASYNC_ENTERED)
            case Op.IMPORT:
                module, level, name = row[1:]
                dotted = "." * level + module + ("." if module and name else "") + name
                return Thing(dotted if level else self.facts.canonical(dotted))
            case Op.SUBSCRIPT:
                base = self.value(row[1], at)
                return base if isinstance(base, Thing) else None
            case Op.UNION:
                return self._single([self.value(part, at) for part in row[1:] if not self._is_none(part)])
            case _:
                return self._bound(row, at)

    def _bound(self, row: Expression, at: Place) -> Value | None:
        """What a name gets from something else than an expression of the source."""
        match row[0]:
            case Op.ANNOTATED:
                return self.annotation(row[1], at) or (self.value(row[2], at) if row[2] else None)
            case Op.PARAMETER:
                return self.annotation(self._summary.functions[at.function].parameters[row[1]].annotation, at)
            case Op.CAUGHT:
                caught = self.value(row[1], at)
                return Instance(caught.name) if isinstance(caught, Thing) else None
            case Op.PART:
                return self._part(self.value(row[1], at), row[2])
            case Op.CLASS:
                return Local(row[1], is_class=True)
            case _:
                return None

    # Steps

    def name(self, name: str, at: Place) -> Value | None:
        """What a name means there."""
        found = self._bindings(name, at)
        if found:
            return self._of(found)
        stars = self._summary.functions[0].stars
        for module, level in stars if len(stars) == 1 else ():
            starred = f"{module}.{name}"
            if not level and (self.facts.function(starred) or self.facts.cls(starred)):
                return Thing(self.facts.canonical(starred))
        return Thing(name) if name in _BUILTINS or (name in KNOWN and name in self._summary.unbound) else None

    def attribute(self, value: Value | None, attribute: str) -> Value | None:
        """What reading an attribute gives."""
        table = self.facts
        if isinstance(value, Thing):
            dotted = f"{value.name}.{attribute}"
            if dotted in table.values:
                return self._typed(table.values[dotted])
            return Thing(dotted if dotted.startswith(".") else table.canonical(dotted))
        if isinstance(value, Instance):
            kind = table.canonical(head(value.type))
            found = table.attribute(kind, attribute)
            return self._typed(self._applied(found, value.type)) if found else Thing(f"{kind}.{attribute}")
        if isinstance(value, Local):
            return self._attribute_of(value, attribute, set())
        return None

    def result(self, callee: Value | None) -> Value | None:
        """What calling gives."""
        if isinstance(callee, Local) and callee.is_class:
            return Local(callee.number, is_class=False)
        if not isinstance(callee, Thing):
            return None
        fact = self.facts.function(callee.name)
        returned = fact.returns if fact else None
        if returned == "Self":
            returned = callee.name.rpartition(".")[0]
        if fact and fact.is_async:
            return Awaitable(returned)
        if returned:
            return self._typed(returned)
        return Instance(callee.name) if self.facts.cls(callee.name) else None

    def awaited(self, value: Value | None) -> Value | None:
        """What ``await`` gives."""
        if isinstance(value, Awaitable):
            return self._typed(value.type) if value.type else None
        row = self.facts.cls(head(value.type)) if isinstance(value, Instance) else None
        if row is None or row.waits is None or not isinstance(value, Instance):
            return None
        return self._typed(self._applied(row.waits, value.type))

    def entered(self, value: Value | None, *, asynchronous: bool) -> Value | None:
        """What ``with … as`` binds."""
        if not isinstance(value, Instance):
            return None
        for _, row in self.facts.ancestors(head(value.type)):
            bound = row.async_enters if asynchronous else row.enters
            if bound is not None:
                return self._typed(self._applied(bound, value.type))
        return None

    def annotation(self, expression: int, at: Place) -> Value | None:
        """The object that an annotation promises; None alternatives do not count."""
        row = self._summary.expressions[expression]
        if row[0] == Op.UNION:
            return self._single([self.annotation(part, at) for part in row[1:] if not self._is_none(part)])
        if row[0] == Op.SUBSCRIPT:
            base = self.value(row[1], at)
            if base == Thing("typing.Optional"):
                return self.annotation(row[2], at)
            if base in (Thing("typing.Annotated"), Thing("typing.Final")):
                inner = self._summary.expressions[row[2]]
                return self.annotation(inner[1] if inner[0] == Op.TUPLE else row[2], at)
            return Instance(base.name) if isinstance(base, Thing) else None
        value = self.value(expression, at)
        if isinstance(value, Local) and value.is_class:
            return Local(value.number, is_class=False)
        return Instance(value.name) if isinstance(value, Thing) else None

    # Bindings

    def _bindings(self, name: str, at: Place) -> list[Binding]:
        functions = self._summary.functions
        number = at.function
        while number >= 0:
            function = functions[number]
            rows = function.bindings.get(name)
            if rows and (number == at.function or function.kind is not FunctionKind.CLASS_BODY):
                visible = list(self._visible(rows, at if number == at.function else None))
                if visible:
                    return visible
            number = 0 if number and function.outer_names.get(name) == "global" else function.parent
        return []

    def _visible(self, rows: list[Binding], at: Place | None) -> Iterator[Binding]:
        """The bindings that a name may have there: those of a comprehension hide the others, and only inside it."""
        inner = [row for row in rows if row.block in self._comprehensions]
        if inner:
            around = set(self._around(at.block)) if at else set()
            hiding = [row for row in inner if row.block in around]
            rows = hiding or [row for row in rows if row.block not in self._comprehensions]
        yield from rows

    def _around(self, block: int) -> Iterator[int]:
        blocks = self._summary.blocks
        while 0 <= block < len(blocks):
            yield block
            block = blocks[block].parent

    def _comprehension(self, block: int) -> int:
        """The innermost comprehension round a block; -1 without."""
        if not self._comprehensions:
            return -1
        return next((number for number in self._around(block) if number in self._comprehensions), -1)

    def _of(self, rows: list[Binding]) -> Value | None:
        expressions = self._summary.expressions
        rows = [row for row in rows if not self._is_none(row.value)]
        if len(rows) > 1 and all(expressions[row.value][0] == Op.IMPORT for row in rows):
            places = {(row.function, row.block) for row in rows}
            if len(places) == len(rows):  # alternatives: the first is what the others stand in for
                rows = rows[:1]
        return self._single([self.value(row.value, Place(row.function, row.block)) for row in rows])

    def _single(self, values: list[Value | None]) -> Value | None:
        return values[0] if values and all(value == values[0] for value in values) else None

    def _is_none(self, expression: int) -> bool:
        return self._summary.expressions[expression][:2] in ((Op.CONSTANT, "NoneType"), (Op.CONSTANT, "None"))

    # Classes of the file

    def _own_attribute(self, row: Expression, at: Place) -> Value | None:
        """An attribute of ``self`` in a method."""
        summary = self._summary
        base = summary.expressions[row[1]]
        if base[0] != Op.NAME:
            return None
        owner = self.receiver_class(base[1], at)
        return None if owner < 0 else self.attribute_of_object(owner, str(row[2]))

    def attribute_of_object(self, owner: int, attribute: str) -> Value | None:
        """An attribute of an object of a class of the file, which is given by its number."""
        return self._attribute_of(Local(owner, is_class=False), attribute, set())

    def receiver_class(self, name: str, at: Place) -> int:
        """The number of the class whose method's first parameter a name is there; -1 for another name."""
        found = self._bindings(name, at)
        if len(found) != 1 or self._summary.expressions[found[0].value] != (Op.PARAMETER, 0):
            return -1
        function = self._summary.functions[found[0].function]
        static = any(self._summary.expressions[one] == (Op.NAME, "staticmethod") for one in function.decorators)
        return -1 if static else function.owner

    def _attribute_of(self, value: Local, attribute: str, seen: set[int]) -> Value | None:
        summary = self._summary
        if value.number in seen:
            return None
        seen.add(value.number)
        row = summary.classes[value.number]
        body = summary.functions[row.body]
        found = [*row.attributes.get(attribute, ()), *body.bindings.get(attribute, ())]
        if found:
            return self._of(found)
        for base in row.bases:
            inherited = self.value(base, Place(row.parent, -1))
            if isinstance(inherited, Local):
                answer = self._attribute_of(Local(inherited.number, value.is_class), attribute, seen)
                if answer is not None:
                    return answer
            elif isinstance(inherited, Thing) and self.facts.method(inherited.name, attribute):
                return Thing(f"{inherited.name}.{attribute}")
        return None

    # Types of the knowledge

    def _typed(self, text: str | None) -> Value | None:
        kind = plain(text) if text else None
        return Instance(kind) if kind else None

    def _applied(self, text: str, receiver: str) -> str | None:
        """A type of a member with the type arguments of its receiver filled in."""
        if text == "Self":
            return receiver
        row = self.facts.cls(head(receiver))
        if row is not None and text in row.parameters:
            return argument(receiver, row.parameters.index(text))
        return text

    def _part(self, value: Value | None, position: int) -> Value | None:
        if not isinstance(value, Instance) or head(value.type) != "tuple" or position < 0:
            return None
        return self._typed(argument(value.type, position))
