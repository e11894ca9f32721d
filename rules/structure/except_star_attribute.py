"""AL510 except-star-attribute."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from asynclint.rule import FileRule, Finding, children

from .groups import bound

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileHandler, FileView

_OWN: Final = frozenset({"add_note", "args", "derive", "exceptions", "message", "split", "subgroup", "with_traceback"})
"""What a group has."""


class ExceptStarAttribute(FileRule):
    """Reports an attribute that an exception has, read from the group that `except*` gives.

    ## What it does
    Finds attributes of the name in `except* … as name:` that exception groups do not have.

    ## Why is this bad?
    `except*` always gives a group, also of one exception. Reading `errno` or `response` from it raises
    `AttributeError` while the error is handled.

    ## Example

    ```python
    async def save(write):
        try:
            await write()
        except* OSError as error:
            print(error.errno)  # error: except-star-attribute
    ```

    ## Use instead

    ```python
    async def save(write):
        try:
            await write()
        except* OSError as group:
            for error in group.exceptions:
                print(error)
    ```

    ## Known problems
    Attributes of subclasses of `ExceptionGroup` are reported, too.

    ## Options
    * `# asynclint: ignore[except-star-attribute] the reason`, or `# noqa: ASYNC400`, says that it is meant.

    ## References
    * [`except*`](https://docs.python.org/3/reference/compound_stmts.html#except-star)
    """

    code = "AL510"
    name = "except-star-attribute"
    since = "0.1"
    words = ("except*", "except *")
    aliases = ("ASYNC400",)

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each attribute."""
        for handler in file.handlers():
            if handler.is_star:
                yield from self._handled(handler)

    def _handled(self, handler: "FileHandler") -> Iterator[Finding]:
        import libcst as cst

        node = handler.node
        name = node.name.name if node is not None and node.name is not None else None
        if node is None or not isinstance(name, cst.Name):
            return
        for attribute in _reads(node.body, name.value):
            word = attribute.attr.value
            site = handler.code.site(attribute)
            if site is not None and word not in _OWN and not word.startswith("__"):
                yield self.finding(site, f"`{name.value}` is a group, which has no `{word}`; its `exceptions` have")


def _reads(body: "cst.CSTNode", name: str) -> "Iterator[cst.Attribute]":
    """The attributes of a name that are read, until the name stands for something else."""
    import libcst as cst

    for node in _scope(body):
        match node:
            case cst.Assign(targets=targets) if any(_rebinds(target.target, name) for target in targets):
                return
            case cst.AnnAssign(target=target) | cst.For(target=target) if _rebinds(target, name):
                return
            case cst.With(items=items) if any(name in bound(item) for item in items):
                return
            case cst.NamedExpr(target=target) if _rebinds(target, name):
                return
            case cst.Attribute(value=cst.Name(value=found)) if found == name:
                yield node


def _scope(node: "cst.CSTNode") -> "Iterator[cst.CSTNode]":
    """The nodes of the same scope; handlers inside have their own names."""
    import libcst as cst

    yield node
    for child in children(node):
        if not isinstance(
            child, cst.FunctionDef | cst.ClassDef | cst.Lambda | cst.ExceptStarHandler | cst.ExceptHandler
        ):
            yield from _scope(child)


def _rebinds(target: "cst.CSTNode", name: str) -> bool:
    import libcst as cst

    if isinstance(target, cst.Name):
        return target.value == name
    if isinstance(target, cst.Tuple | cst.List):
        return any(_rebinds(element.value, name) for element in target.elements)
    return False
