"""A libcst tree of some code of a file, with the places and the meanings of its nodes."""

from typing import TYPE_CHECKING

from asynclint.summarize.names import Awaitable, Instance, Place, Thing, Value
from asynclint.summarize.sites import FileSite

if TYPE_CHECKING:
    import libcst

    from asynclint.summarize.blocks import FileBlock
    from asynclint.summarize.view import FileView
    from asynclint.syntax.cst import ConcreteModule
    from asynclint.syntax.function_tree import FunctionTree


class Code:
    """What a definition and a whole file have in common; ``number`` is that of the function in the summary."""

    file: "FileView"
    number: int
    function_name: str

    @property
    def tree(self) -> "FunctionTree | ConcreteModule":
        """The tree that libcst makes of it; the nodes know their places in the file."""
        raise NotImplementedError

    def site(self, node: "libcst.CSTNode") -> FileSite | None:
        """The place of a node of ``tree``, to make a finding of; None for a kind of node that has no place."""
        position = self.tree.position_of(node)
        if position is None:
            return None
        return FileSite(self.file, position, self.tree.statement_at(position), self.function_name)

    def with_of(self, block: "FileBlock") -> "libcst.With | None":
        """The node of a ``with`` block."""
        import libcst

        return self.tree.node_at(libcst.With, block.row.line, block.row.column)

    def value(self, node: "libcst.CSTNode | None", block: int = -1) -> Value | None:
        """What an expression of ``tree`` evaluates to, as far as names and calls tell."""
        import libcst

        names = self.file.names
        match node:
            case libcst.Name(value=name):
                return names.name(name, Place(self.number, block))
            case libcst.Attribute(value=libcst.Name(value=name), attr=libcst.Name(value=attribute)) if (
                owner := names.receiver_class(name, Place(self.number, block))
            ) >= 0:
                return names.attribute_of_object(owner, attribute)
            case libcst.Attribute(value=base, attr=libcst.Name(value=attribute)):
                return names.attribute(self.value(base, block), attribute)
            case libcst.Call(func=callee):
                return names.result(self.value(callee, block))
            case libcst.Await(expression=expression):
                return names.awaited(self.value(expression, block))
            case _:
                return None

    def qualified(self, node: "libcst.CSTNode | None") -> str | None:
        """The canonical name of what an expression of ``tree`` refers to; of a call, what its callee refers to."""
        import libcst

        value = self.value(node.func if isinstance(node, libcst.Call) else node)
        return value.name if isinstance(value, Thing) else None

    def type_of(self, node: "libcst.CSTNode | None") -> str | None:
        """The canonical name of the class that an expression of ``tree`` is an object of."""
        value = self.value(node)
        return self.file.names.class_of(value) if isinstance(value, Instance) else None

    def gives_awaitable(self, node: "libcst.CSTNode | None") -> bool:
        """Whether an expression of ``tree`` is known to be the call of an async function of a framework."""
        return isinstance(self.value(node), Awaitable)


class WholeFile(Code):
    """All of a file. Its tree is made of the whole text, which costs most."""

    def __init__(self, file: "FileView") -> None:
        self.file = file
        self.number = 0
        self.function_name = "<module>"

    @property
    def tree(self) -> "ConcreteModule":
        """The tree that libcst makes of the file; names in it are looked up in the module."""
        return self.file.cst
