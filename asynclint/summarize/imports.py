"""The import statements of a file, as places of findings."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from asynclint.model.summary import Op
from asynclint.summarize.sites import FileSite

if TYPE_CHECKING:
    from asynclint.summarize.view import FileView


class Import(NamedTuple):
    """An import statement with one of the names that it binds.

    ``module`` is as written; ``name`` is what is imported from it, empty for the module itself, ``*`` for all;
    ``bound`` is the name in the file.
    """

    site: FileSite
    module: str
    name: str
    bound: str


def imports_of(file: "FileView", top: str) -> Iterator[Import]:
    """The absolute imports of a top-level module and of what is inside it; one for each bound name."""
    if top not in file.imported:
        return
    summary = file.summary
    for function in summary.functions:
        for bound, rows in function.bindings.items():
            for row in rows:
                kind, *rest = summary.expressions[row.value]
                if kind == Op.IMPORT and not rest[1] and rest[0].partition(".")[0] == top:
                    yield Import(_site(file, row.line, top, row.function), rest[0], rest[2], bound)
    yield from _stars(file, top)


def _stars(file: "FileView", top: str) -> Iterator[Import]:
    modules = {name for row in file.summary.functions for name, level in row.stars if not level}
    for module in sorted(name for name in modules if name.partition(".")[0] == top):
        statement = re.compile(rf"\s*from\s+{re.escape(module)}\s+import\s*\*")
        for line, text in enumerate(file.lines, 1):
            if statement.match(text):
                yield Import(_site(file, line, top, 0), module, "*", "*")


def _site(file: "FileView", line: int, top: str, function: int) -> FileSite:
    """The statement in a row that imports the module."""
    text = file.lines[line - 1]
    match = re.search(rf"\b(?:from\s+{top}\b|import\b(?=[^;#]*\b{top}\b))[^;#]*", text)
    start, end = match.span() if match else (len(text) - len(text.lstrip()), len(text))
    end = start + len(text[start:end].rstrip())
    span = (line, len(text[:start].encode()), line, len(text[:end].encode()))
    return FileSite(file, span, (line, line), file.summary.functions[function].qualname or "<module>")
