"""AL508 flattened-exception-group."""

from collections.abc import Collection, Iterator
from enum import Enum
from typing import TYPE_CHECKING

from asynclint.rule import FileRule, Finding, nodes_of_scope

from .groups import EXCEPTION_GROUPS, bound

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileHandler, FileView


STRICT = "ASYNC123"


class _Part(Enum):
    """What an expression gives of an exception group."""

    GROUP = 1
    MEMBERS = 2
    MEMBER = 3
    PAIR = 4


class FlattenedExceptionGroup(FileRule):
    """Reports the raising of a member of an exception group.

    ## What it does
    Finds `raise` of one of the `exceptions` of a caught `ExceptionGroup` or `BaseExceptionGroup`, and of what `except*`
    catches, also by another name. Where `raise … from …` names the member's own `__cause__` or `__context__`, they are
    kept.

    ## Why is this bad?
    A member knows where it came from: its `__context__` and `__traceback__`. Raising it inside the handler changes
    both, and the other members of the group are gone.

    ## Example

    ```python
    async def connect(dial):
        try:
            return await dial()
        except ExceptionGroup as group:
            raise group.exceptions[0]  # error: flattened-exception-group
    ```

    ## Use instead

    ```python
    async def connect(dial):
        try:
            return await dial()
        except ExceptionGroup as group:
            raise ConnectionError("nobody answered") from group
    ```

    Where the member itself has to be raised, a copy keeps the original as it is:

    ```python
    import copy


    async def connect(dial):
        try:
            return await dial()
        except ExceptionGroup as group:
            raise copy.copy(group.exceptions[0]) from group
    ```

    ## Known problems
    Where the code asks for the number of members first (`if len(group.exceptions) == 1`, or `if … != 1: raise` before
    it), it is meant, and reported only when the rule is selected as `ASYNC123`. Members that are unpacked
    (`first, *rest = group.exceptions`), stored or returned first are not followed.

    ## Options
    * `# asynclint: ignore[flattened-exception-group] the reason`, or `# noqa: ASYNC123`, says that it is meant.

    ## References
    * [`ExceptionGroup`](https://docs.python.org/3/library/exceptions.html#ExceptionGroup)
    """

    code = "AL508"
    name = "flattened-exception-group"
    since = "0.1"
    names = ("BaseExceptionGroup", "ExceptionGroup")
    words = ("except*", "except *")
    aliases = ("ASYNC123",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each such ``raise``."""
        for handler in file.handlers():
            if handler.is_star or EXCEPTION_GROUPS.intersection(handler.caught):
                yield from self._handled(handler, strict=file.is_selected_as(STRICT))

    def _handled(self, handler: "FileHandler", *, strict: bool) -> Iterator[Finding]:
        import libcst as cst

        node = handler.node
        name = node.name.name if node is not None and node.name is not None else None
        if node is None or not isinstance(name, cst.Name):
            return
        parts = {name.value: _Part.GROUP}
        single = set() if strict else {inner for one in _counted(node.body) for inner in nodes_of_scope(one)}
        kept: set[str] = set()
        for one in nodes_of_scope(node.body):
            _learn(one, parts)
            kept.update(_keeping(one))
            if isinstance(one, cst.Raise) and one.exc is not None and _part(one.exc, parts) is _Part.MEMBER:
                if one in single or (one.cause is not None and _tells_its_past(one.cause.item, kept)):
                    continue
                site = handler.code.site(one)
                if site is not None:
                    yield self.finding(site, "raising a member of a group loses its context and the other members")


def _counted(body: "cst.BaseSuite") -> "Iterator[cst.CSTNode]":
    """The statements that run for a known number of members: under an ``if`` that asks, or behind one that leaves."""
    import libcst as cst

    for block in nodes_of_scope(body):
        if not isinstance(block, cst.IndentedBlock):
            continue
        asked = False
        for statement in block.body:
            if asked or _counts(statement):
                yield statement
            asked = asked or (_counts(statement) and _leaves(statement))


def _leaves(node: "cst.CSTNode") -> bool:
    """Whether the body of an ``if`` ends with a statement that leaves the block."""
    import libcst as cst

    match node:
        case cst.If(body=cst.IndentedBlock(body=[*_, cst.SimpleStatementLine(body=[*_, last])])):
            return isinstance(last, cst.Raise | cst.Return | cst.Continue | cst.Break)
        case cst.If(body=cst.SimpleStatementSuite(body=[*_, last])):
            return isinstance(last, cst.Raise | cst.Return | cst.Continue | cst.Break)
    return False


def _keeping(node: "cst.CSTNode") -> "Iterator[str]":
    """The names that a statement gives to where an exception came from."""
    import libcst as cst

    if isinstance(node, cst.Assign) and _tells_its_past(node.value, ()):
        for target in node.targets:
            if isinstance(target.target, cst.Name):
                yield target.target.value


def _tells_its_past(node: "cst.BaseExpression", kept: Collection[str]) -> bool:
    """Whether an expression reads ``__cause__`` or ``__context__`` of an exception, or a name that has one of them."""
    import libcst as cst

    return any(
        (isinstance(one, cst.Attribute) and one.attr.value in ("__cause__", "__context__"))
        or (isinstance(one, cst.Name) and one.value in kept)
        for one in nodes_of_scope(node)
    )


def _counts(node: "cst.CSTNode") -> bool:
    """Whether an ``if`` asks how many members there are."""
    import libcst as cst

    if not isinstance(node, cst.If):
        return False
    calls = (one for one in nodes_of_scope(node.test) if isinstance(one, cst.Call))
    return any(isinstance(one.func, cst.Name) and one.func.value == "len" for one in calls)


def _learn(node: "cst.CSTNode", parts: dict[str, _Part]) -> None:
    """Take in what a statement gives names."""
    import libcst as cst

    match node:
        case cst.Assign(targets=targets, value=value):
            part = _part(value, parts)
            for target in targets:
                _give(target.target, part, parts)
        case cst.AnnAssign(target=target, value=value) if value is not None:
            _give(target, _part(value, parts), parts)
        case cst.For(target=target, iter=iterated):
            member = _Part.MEMBER if _part(iterated, parts) is _Part.MEMBERS else None
            _give(target, member, parts)
        case cst.With(items=items):
            for item in items:
                for name in bound(item):
                    parts.pop(name, None)


def _give(target: "cst.CSTNode", part: _Part | None, parts: dict[str, _Part]) -> None:
    import libcst as cst

    names = [element.value for element in target.elements] if isinstance(target, cst.Tuple) else [target]
    if isinstance(target, cst.Tuple):
        part = _Part.GROUP if part is _Part.PAIR and len(names) == 2 else None
    for name in names:
        if isinstance(name, cst.Name):
            parts.pop(name.value, None)
            if part is not None:
                parts[name.value] = part


def _part(node: "cst.CSTNode", parts: dict[str, _Part]) -> _Part | None:
    import libcst as cst

    match node:
        case cst.Name(value=name):
            return parts.get(name)
        case cst.Attribute(value=base, attr=cst.Name("exceptions")) if _part(base, parts) in (
            _Part.GROUP,
            _Part.MEMBER,
        ):
            return _Part.MEMBERS
        case cst.Subscript(value=base, slice=[cst.SubscriptElement(slice=index)]):
            part = _part(base, parts)
            if isinstance(index, cst.Slice):
                return part if part is _Part.MEMBERS else None
            return {_Part.MEMBERS: _Part.MEMBER, _Part.PAIR: _Part.GROUP}.get(part) if part else None
        case cst.Call(func=cst.Attribute(value=base, attr=cst.Name(value=method))) if _part(base, parts) is _Part.GROUP:
            return {"subgroup": _Part.GROUP, "derive": _Part.GROUP, "split": _Part.PAIR}.get(method)
        case _:
            return None
