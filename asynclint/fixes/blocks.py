"""Statements that are put into a ``with``, or taken out of one."""

from typing import TYPE_CHECKING

import libcst

from asynclint.fixes.fragment import CannotFix
from asynclint.flow.children import children
from asynclint.model.findings import Edit

if TYPE_CHECKING:
    from asynclint.fixes.file import FixableFile


def unwrap(file: "FixableFile", node: libcst.With, inside: tuple[Edit, ...] = ()) -> tuple[Edit, ...]:
    """Take a ``with`` away; its body stays, one level further out, with edits of its own beside these.

    Raises CannotFix where strings go over rows.
    """
    if not isinstance(node.body, libcst.IndentedBlock) or _has_long_string(node.body):
        raise CannotFix
    first: libcst.CSTNode = node.body.body[0]
    first = first.body[0] if isinstance(first, libcst.SimpleStatementLine) else first
    (start, end), (body, _) = file.span(node), file.span(first)
    outer, inner = _before(file, start), _before(file, body)
    _, behind = file.span(node.items[-1].item)
    header = file.source.text[behind:body]
    if "#" in header.partition(":")[0] or outer.strip() or inner.strip() or not inner.startswith(outer):
        raise CannotFix
    colon = behind + header.index(":") + 1
    rest = file.source.text[colon : file.text.row_start(file.text.location(colon).row + 1)]
    after = colon + len(rest) - len(rest.lstrip(" \t")) if rest.strip() else colon + len(rest)
    edits = [file.text.edit(start if rest.strip() else start - len(outer), after, "")]
    for row in range(file.text.location(colon).row + 1, _last_row(file, end, inner) + 1):
        at = file.text.row_start(row)
        gone = any(one.location <= file.text.location(at) < one.end_location for one in inside)
        if file.source.text.startswith(inner, at) and not gone:
            edits.append(file.text.edit(at + len(outer), at + len(inner), ""))
    return tuple(edits)


def wrap(file: "FixableFile", node: libcst.BaseCompoundStatement, header: str) -> tuple[Edit, ...]:
    """Put a row with the header of a block before a statement, which becomes the block.

    Raises CannotFix where strings go over rows.
    """
    start, end = file.span(node)
    outer = _before(file, start)
    if outer.strip() or _has_long_string(node):
        raise CannotFix
    deeper = file.indentation(node)
    edits = [file.text.edit(start, start, f"{header}{file.source.newline}{outer}{deeper}")]
    for row in range(file.text.location(start).row + 1, _last_row(file, end, f"{outer}{deeper}") + 1):
        at = file.text.row_start(row)
        if file.lines[row - 1].strip():
            edits.append(file.text.edit(at, at, deeper))
    return tuple(edits)


def moved(file: "FixableFile", node: libcst.CSTNode, statement: libcst.CSTNode) -> str:
    """The text of a node as it would stand at the beginning of the row of a statement."""
    text = file.code(node)
    if _has_long_string(node):
        return text
    (start, _), (other, _) = file.span(node), file.span(statement)
    row = _before(file, start)
    old, new = row[: len(row) - len(row.lstrip())], _before(file, other)
    return "\n".join(one if not at else new + one.removeprefix(old) for at, one in enumerate(text.splitlines()))


def _last_row(file: "FixableFile", end: int, indentation: str) -> int:
    """The row where a block ends that ends its last statement at an offset: comments that are indented belong to it."""
    last = file.text.location(end).row
    for row, line in enumerate(file.lines[last:], last + 1):
        if line.startswith(f"{indentation}#"):
            last = row
        elif line.strip():
            break
    return last


def _before(file: "FixableFile", offset: int) -> str:
    """The text of a row before an offset."""
    return file.source.text[file.text.row_start(file.text.location(offset).row) : offset]


def _has_long_string(node: libcst.CSTNode) -> bool:
    """Whether a string goes over several rows, so that moving the rows would change it."""
    if isinstance(node, libcst.SimpleString):
        return "\n" in node.value
    if isinstance(node, libcst.FormattedString):
        return len(node.start) > len("rf'")
    return any(_has_long_string(child) for child in children(node))
