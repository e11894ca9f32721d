"""Sets that fixes keep things in, and local names that are still free."""

import re
from typing import TYPE_CHECKING, Final

import libcst

from asynclint.fixes import imports
from asynclint.fixes.fragment import CannotFix
from asynclint.model.findings import Edit
from asynclint.model.summary import FileSummary, Function, FunctionKind, Op

if TYPE_CHECKING:
    from asynclint.fixes.file import FixableFile

_GENERIC_SET_SINCE: Final = (3, 9)
_WORD: Final = re.compile(r"\w+")


def kept_in(
    file: "FixableFile", node: libcst.CSTNode, part: str, names: tuple[str, ...], of: tuple[str, str]
) -> tuple[str, tuple[Edit, ...]]:
    """A set with ``part`` in its name that the object or the module has, or a new one of the module.

    ``of`` is the module and the name of a generic class, whose instances the set holds; a new set is annotated with it
    where the file has a name for it. Gives the name and the edits that define it. A new one takes the first free of
    ``names``; raises CannotFix when none is.
    """
    summary = file.summary
    scopes = imports.scopes(summary, file.row(node))
    own = _own_set(summary, scopes[0], part)
    if own is not None:
        return own, ()
    for name, bindings in scopes[-1].bindings.items():
        if part not in name.lower() or len(bindings) != 1 or bindings[0].block != 0:
            continue
        if _is_new_set(summary, bindings[0].value) and imports.is_free(summary, scopes[:-1], name):
            return name, ()
    for name in names:
        if imports.is_free(summary, scopes, name) and not re.search(rf"\b{name}\b", file.source.text):
            newline = file.source.newline
            at = imports.behind_imports(file.text)
            row = f"{name}{_annotation(file, node, of)} = set()"
            return name, (file.text.edit(at, at, f"{newline}{row}{newline}"),)
    raise CannotFix


def _own_set(summary: FileSummary, method: Function, part: str) -> str | None:
    """An attribute of the object that a method belongs to, to which its class assigns ``set()`` and nothing else."""
    if method.owner < 0 or not method.parameters or method.decorators or method.kind is FunctionKind.CLASS_BODY:
        return None
    for name, bindings in summary.classes[method.owner].attributes.items():
        if part in name.lower() and all(_is_new_set(summary, one.value) for one in bindings):
            return f"{method.parameters[0].name}.{name}"
    return None


def _annotation(file: "FixableFile", node: libcst.CSTNode, of: tuple[str, str]) -> str:
    """``: set[…]`` where the oldest Python can evaluate it and the file has a name for the class."""
    if file.target_version < _GENERIC_SET_SINCE:
        return ""
    try:
        name, _ = file.name(*of, node, add=False)
    except CannotFix:
        return ""
    return f": set[{name}[object]]"


def _is_new_set(summary: FileSummary, expression: int) -> bool:
    """Whether the expression is ``set()``."""
    value = summary.expressions[expression]
    if value[0] == Op.ANNOTATED:
        value = summary.expressions[value[2]]
    if value[0] != Op.CALL:
        return False
    call = summary.calls[value[1]]
    return call.name == "set" and not call.arguments


def free_local(file: "FixableFile", node: libcst.CSTNode, names: tuple[str, ...]) -> str:
    """The first of the names that the functions round the node do not use at all. Raises CannotFix when all are."""
    row = file.row(node)
    rounds = [one for one in file.summary.functions[1:] if one.line <= row <= one.end_line]
    rounds = [one for one in rounds if one.kind is not FunctionKind.CLASS_BODY]
    if not rounds:
        raise CannotFix
    outermost = min(rounds, key=lambda one: one.line)
    text = file.source.text[file.text.row_start(outermost.line) : file.text.row_start(outermost.end_line + 1)]
    used = set(_WORD.findall(text))
    for name in names:
        if name not in used:
            return name
    raise CannotFix
