"""Type comments (PEP 484): annotations of code that was written before there was syntax for them."""

import ast
import re
from typing import Final

from msgspec.structs import replace

from asynclint.model.summary import Function, Parameter
from asynclint.summarize.annotations import annotation, parsed
from asynclint.summarize.tables import Tables

_COMMENT: Final = re.compile(r"#\s*type:\s*(?!ignore\b)(\S.*?)\s*(?:#.*)?$")
_SIGNATURE: Final = re.compile(r"\((.*)\)\s*->\s*(.+)$")


def type_comments(lines: list[str]) -> dict[int, str]:
    """The types in comments, by row."""
    found: dict[int, str] = {}
    for row, line in enumerate(lines, 1):
        if "type:" in line:
            match = _COMMENT.search(line)
            if match is not None:
                found[row] = match.group(1)
    return found


def annotate(
    tables: Tables, function: Function, node: ast.FunctionDef | ast.AsyncFunctionDef, rows: dict[int, str]
) -> None:
    """Give a function without annotations those that the comments at its header and its parameters say."""
    header = range(node.lineno, node.body[0].lineno + 1)
    if not any(row in rows for row in header):
        return
    places = {argument.arg: argument.lineno for argument in _arguments(node.args)}
    signature = next((match for row in header if (match := _SIGNATURE.match(rows.get(row, ""))) is not None), None)
    listed = _listed(signature.group(1)) if signature is not None else []
    skipped = len(function.parameters) - len(listed)
    parameters: list[Parameter] = []
    for position, parameter in enumerate(function.parameters):
        own = rows.get(places.get(parameter.name, 0), "")
        kind: ast.AST | None = None
        if own and not _SIGNATURE.match(own):
            kind = parsed(own)
        elif listed and position >= skipped:
            kind = listed[position - skipped]
        given = parameter.annotation or annotation(tables, kind)
        parameters.append(replace(parameter, annotation=given))
    function.parameters = tuple(parameters)
    if signature is not None and not function.annotation:
        function.annotation = annotation(tables, parsed(signature.group(2)))


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    several = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return several + [extra for extra in (arguments.vararg, arguments.kwarg) if extra is not None]


def _listed(text: str) -> list[ast.expr]:
    """The types of a signature comment; none when it leaves them to the parameters (``...``)."""
    tree = parsed(f"({text.replace('*', '')},)") if text.strip() else None
    if not isinstance(tree, ast.Tuple):
        return []
    return [] if any(isinstance(item, ast.Constant) and item.value is ... for item in tree.elts) else tree.elts
