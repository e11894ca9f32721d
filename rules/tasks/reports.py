"""What the rules on collected results of tasks share."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.model.summary import BlockKind, Op
from asynclint.rule import Use

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileView

_ENDINGS = (
    "close", "shutdown", "stop", "cancel", "disconnect", "clean", "terminate", "kill", "unload", "teardown", "exit",
    "finish", "dispose", "abort", "kick", "unsubscribe", "logout", "remove", "delete", "flush",
)  # fmt: skip

_COLLECTING = frozenset({"list", "set", "frozenset", "tuple", "sorted", "chain"})
"""What makes a collection of others."""
_WRAPPING = frozenset({"wrap_future", "shield", "ensure_future"})
"""What gives another future for one."""


def awaited_and_dropped(call: "FileCall") -> bool:
    """Whether the call is awaited and what the await gives is dropped."""
    return call.use is Use.AWAITED and call.row.detail == Use.DROPPED


def is_clean_up(file: "FileView", call: "FileCall") -> bool:
    """Whether tasks are gathered that were cancelled, that close something, or that somebody looks at later."""
    summary = file.summary
    function = summary.functions[call.row.function]
    if _ends_something(function.qualname.rpartition(".")[2]) or _in_finally(file, call.row.block):
        return True
    near = [summary.calls[number] for number in file.calls_by_function.get(call.row.function, ())]
    if any(_ends_something(other.name) and other.line <= call.row.line for other in near):
        return True
    names = list(_names(file, call))
    if any(_ends_something(name) for name in names):
        return True
    return looks_at_tasks(file, call)


def looks_at_tasks(file: "FileView", call: "FileCall") -> bool:
    """Whether the function reads the names of the tasks (or their container) after the call, or others can."""
    expressions = file.summary.expressions
    function = file.summary.functions[call.row.function]
    if function.parent < 0:
        return True
    for expression in _elements(file, call):
        row = expressions[_chosen_from(file, expression)]
        if row[0] == Op.ATTRIBUTE:
            return True
        if row[0] != Op.NAME:
            continue
        bindings = function.bindings.get(row[1], ())
        outer = not bindings or not all(_is_made_here(file, one.value) for one in bindings)
        reads = function.reads.get(row[1], ())
        if outer or any(read.line == 0 or read.line > call.row.end_line for read in reads):
            return True
        if any(read.use in (Use.STORED, Use.ATTRIBUTE, Use.RECEIVER) and read.detail != "append" for read in reads):
            return True
    return False


def _is_made_here(file: "FileView", expression: int) -> bool:
    """Whether a value is a call's result, or a collection of such: not something that others hold as well."""
    row = file.summary.expressions[expression]
    if row[0] == Op.COMPREHENSION:
        return _is_made_here(file, row[2])
    if row[0] in (Op.LIST, Op.SET, Op.TUPLE):
        return all(_is_made_here(file, part) for part in row[1:])
    return bool(row[0] == Op.CALL)


def forgets_pending(file: "FileView", call: "FileCall") -> bool:
    """Whether the second part of what an awaited call gives is dropped, or its name is never read."""
    if awaited_and_dropped(call):
        return True
    if call.use is not Use.AWAITED or call.row.detail != Use.UNPACKED:
        return False
    expressions = file.summary.expressions
    function = file.summary.functions[call.row.function]
    for name, bindings in function.bindings.items():
        for binding in bindings:
            row = expressions[binding.value]
            if row[0] == Op.PART and row[2] in (1, -1) and _awaits(file, row[1], call.number):
                return function.parent >= 0 and not function.reads.get(name) and name not in function.outer_names
    return False


def is_main(file: "FileView", call: "FileCall") -> bool:
    """Whether a call of the file runs the function round the call as a program of its own, which ends all tasks."""
    summary = file.summary
    name = summary.functions[call.row.function].name
    for other in summary.calls:
        for argument in other.arguments if other.name.endswith("run") else ():
            row = summary.expressions[argument]
            if row[0] == Op.CALL and summary.calls[row[1]].name == name:
                return True
    return False


def _in_finally(file: "FileView", block: int) -> bool:
    while block >= 0:
        if file.summary.blocks[block].kind is BlockKind.FINALLY:
            return True
        block = file.summary.blocks[block].parent
    return False


def _awaits(file: "FileView", expression: int, number: int) -> bool:
    row = file.summary.expressions[expression]
    return row[0] == Op.AWAIT and tuple(file.summary.expressions[row[1]]) == (Op.CALL, number)


def _elements(file: "FileView", call: "FileCall") -> Iterator[int]:
    """The arguments, and for displays, starred ones and collections made of others what stands in them."""
    waiting = list(call.row.arguments)
    while waiting:
        expression = waiting.pop()
        row = file.summary.expressions[expression]
        if row[0] in (Op.STARRED, Op.LIST, Op.TUPLE, Op.SET):
            waiting.extend(row[1:])
        elif row[0] == Op.BINARY:
            waiting.extend(row[2:])
        elif row[0] == Op.CALL and (made := file.summary.calls[row[1]]).name in _COLLECTING:
            waiting.extend(made.arguments)
        else:
            yield expression


def _chosen_from(file: "FileView", expression: int) -> int:
    """What a comprehension takes its elements from, as they are or wrapped; any other expression is given back."""
    expressions = file.summary.expressions
    row = expressions[expression]
    if row[0] != Op.COMPREHENSION:
        return expression
    element = expressions[row[2]]
    if element[0] == Op.CALL and (made := file.summary.calls[element[1]]).name in _WRAPPING and made.arguments:
        element = expressions[made.arguments[0]]
    return file.summary.blocks[row[3]].subject if element[0] == Op.NAME else expression


def _names(file: "FileView", call: "FileCall") -> Iterator[str]:
    """The names of the functions whose results are gathered, and of what holds them."""
    summary = file.summary
    for expression in _elements(file, call):
        row = summary.expressions[expression]
        if row[0] == Op.COMPREHENSION:
            row = summary.expressions[row[2]]
        if row[0] == Op.CALL:
            yield summary.calls[row[1]].name
        elif row[0] in (Op.NAME, Op.ATTRIBUTE):
            yield str(row[-1])


def _ends_something(name: str) -> bool:
    return any(word in name.lower() for word in _ENDINGS)
