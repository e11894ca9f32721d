"""The knowledge files, for the tests of what stands in them."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

from asynclint.knowledge.loader import expand, load
from asynclint.knowledge.schema import ClassRow, Fact, KnowledgeFile

KNOWLEDGE = Path(__file__).parents[2] / "rules" / "knowledge"


FILES = sorted(KNOWLEDGE.glob("*/*.toml"))


OURS = [path for path in FILES if path.parent.name in {"frameworks", "libraries"}]


def label(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@functools.cache
def read(path: Path) -> KnowledgeFile:
    return load(path)


def facts(file: KnowledgeFile) -> Iterator[tuple[str, Fact, ClassRow | None]]:
    """Every fact with its full name; ``()`` marks construction, and the class row is that of a method."""
    for key, fact in file.functions.items():
        for name in expand(key):
            yield name, fact, None
    for name, row in file.classes.items():
        yield f"{name}()", row.construct, row
        for facts in (row.methods, row.properties):
            for key, fact in facts.items():
                for method in expand(key):
                    yield f"{name}.{method}", fact, row
        for kind, single in (("entering", row.entering), ("iterating", row.iterating)):
            if single is not None:
                yield f"{name}.<{kind}>", single, row


def types_of(file: KnowledgeFile) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every type in the file, with the name of its row and the type variables that it may use."""
    for name, fact, row in facts(file):
        if fact.returns is not None:
            yield name, fact.returns, row.parameters if row else ()
    for name, row in file.classes.items():
        for base in row.bases:
            yield name, base, row.parameters
        for attribute, type_ in row.attributes.items():
            yield f"{name}.{attribute}", type_, row.parameters
        for single in (row.enters, row.async_enters, row.items, row.async_items, row.waits):
            if single is not None:
                yield name, single, row.parameters
    for name, type_ in file.values.items():
        yield name, type_, ()


def _dotted(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        left = _dotted(node.value)
        return None if left is None else f"{left}.{node.attr}"
    return None


def names_in(type_: str) -> Iterator[str]:
    """The names that a type is made of. Raises ValueError for what is no type."""
    stack: list[ast.expr] = [ast.parse(type_, mode="eval").body]
    while stack:
        node = stack.pop()
        name = _dotted(node)
        if name is not None:
            yield name
        elif isinstance(node, ast.Subscript):
            stack += [node.value, node.slice]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            stack += [node.left, node.right]
        elif isinstance(node, ast.Tuple | ast.List):
            stack += node.elts
        elif not (isinstance(node, ast.Constant) and node.value in {None, ...}):
            message = f"{ast.unparse(node)} is no type"
            raise ValueError(message)
