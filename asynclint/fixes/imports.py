"""How a name of another module is written at a place of a file, with an import where the file has none."""

import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import libcst

from asynclint.fixes.fragment import CannotFix, Fragment
from asynclint.fixes.text import Text
from asynclint.model.findings import Edit
from asynclint.model.summary import Binding, BlockKind, FileSummary, Function, FunctionKind, Op
from asynclint.syntax.source import Source

_DEFINITION: Final = re.compile(r"^(?:async[ \t]+def|def|class)\b|^@", re.MULTILINE)
_EMPTY_ROW: Final = re.compile(r"(?>\r\n?|\n)[ \t]*(?>\r\n?|\n)")
_ALWAYS_RUN: Final = frozenset({BlockKind.BODY, BlockKind.TRY, BlockKind.WITH})
_TOP: Final = 0


def name(
    text: Text, source: Source, summary: FileSummary, row: int, module: str, attribute: str
) -> tuple[str, tuple[Edit, ...]]:
    """How to write ``module.attribute`` on a row, and the edits that import it if nothing on that row's way does.

    Raises CannotFix where the name to be imported means something else in a function round the row, or in the file.
    """
    around = scopes(summary, row)
    for dotted, rest in (
        (f"{module}.{attribute}", ""),
        (module, f".{attribute}"),
        *_packages(summary, module, attribute),
    ):
        for bound in _bound_to(summary, around, row, dotted):
            return f"{bound}{rest}", ()
    parent, _, leaf = module.rpartition(".")
    if not is_free(summary, around, leaf, module):
        raise CannotFix
    statement = f"from {parent} import {leaf}" if parent else f"import {leaf}"
    return f"{leaf}.{attribute}", (_import(text, source, statement, module),)


def _packages(summary: FileSummary, module: str, attribute: str) -> Iterator[tuple[str, str]]:
    """The package of a module that the file imports by its full name, so that it can be reached through it."""
    top, _, rest = module.partition(".")
    if rest and module in summary.modules:
        yield top, f".{rest}.{attribute}"


def scopes(summary: FileSummary, row: int) -> list[Function]:
    """The functions round a row from the innermost outwards, the module last; class bodies hide nothing."""
    within = [one for one in summary.functions[1:] if one.line <= row <= one.end_line]
    inner = [one for one in within if one.kind not in (FunctionKind.CLASS_BODY, FunctionKind.LAMBDA)]
    return [*sorted(inner, key=lambda one: one.line, reverse=True), summary.functions[_TOP]]


def _bound_to(summary: FileSummary, around: Sequence[Function], row: int, dotted: str) -> Iterator[str]:
    """The names that surely stand for a dotted name on the row."""
    for depth, scope in enumerate(around):
        for bound, bindings in scope.bindings.items():
            if not all(_imported(summary, one) == dotted for one in bindings):
                continue
            if any(
                _runs(summary, one) and (depth == len(around) - 1 or one.line < row) for one in bindings
            ) and not any(_binds(summary, inner, bound) for inner in around[:depth]):
                yield bound


def _binds(summary: FileSummary, scope: Function, word: str) -> bool:
    return (
        word in scope.bindings
        or word in scope.outer_names
        or any(parameter.name == word for parameter in scope.parameters)
        or word in scope.type_parameters
    )


def is_free(summary: FileSummary, around: Sequence[Function], word: str, dotted: str | None = None) -> bool:
    """Whether a name can be given a meaning in the file's module, so that the scopes see it.

    So it is when nothing binds it, or only other imports of ``dotted`` (for type checkers) do.
    """
    inner = [one for one in around if one is not summary.functions[_TOP]]
    if any(_binds(summary, scope, word) for scope in inner) or any(
        word in one.outer_names for one in summary.functions
    ):
        return False
    if len(inner) == len(around):
        return True
    if any(cls.name == word and cls.parent == _TOP for cls in summary.classes):
        return False
    return all(_imported(summary, one) == dotted for one in summary.functions[_TOP].bindings.get(word, ()))


def _imported(summary: FileSummary, binding: Binding) -> str | None:
    """The dotted name that a binding imports; None for relative imports and other bindings."""
    expression = summary.expressions[binding.value]
    if expression[0] != Op.IMPORT or expression[2]:
        return None
    return ".".join(part for part in (expression[1], expression[3]) if part)


def _runs(summary: FileSummary, binding: Binding) -> bool:
    """Whether the binding is made whenever its function runs."""
    at = binding.block
    while at >= 0:
        block = summary.blocks[at]
        if block.kind not in _ALWAYS_RUN:
            return False
        at = block.parent
    return True


def behind_imports(text: Text) -> int:
    """Where definitions of the module can start: the row after its first imports, or after what stands for them."""
    head, end, imports, first, before = _beginning(text.text)
    last: libcst.CSTNode | None = before
    for line in head.module.body:
        statement = line.body[-1] if isinstance(line, libcst.SimpleStatementLine) else line
        if statement in imports or (imports and _imports(statement)):
            last = statement
        elif imports and last is not before:
            break
    if last is not None:
        return _next_row(text, head.span(last)[1])
    return _above_comments(text, end if first is None else _row(text, head, first))


def _import(text: Text, source: Source, statement: str, module: str) -> Edit:
    """The edit that adds an import statement to the first imports of the file."""
    head, end, imports, first, before = _beginning(source.text)
    newline = source.newline
    if not imports:
        if before is not None:
            at = _next_row(text, head.span(before)[1])
            return text.edit(at, at, f"{_break(source.text, at, newline)}{newline}{statement}{newline}")
        at = _above_comments(text, end if first is None else _row(text, head, first))
        gap = newline * (2 if first is None and end < len(source.text) else 1)
        return text.edit(at, at, f"{_break(source.text, at, newline)}{statement}{newline}{gap}")
    own = _is_standard(module)
    groups = list(_groups(text, head, imports))
    group = next((one for one in groups if any(_is_standard(_module(each)) is own for each in one)), None)
    if group is None:
        if own:
            at = _row(text, head, groups[0][0])
            return text.edit(at, at, f"{statement}{newline}{newline}")
        at = _next_row(text, head.span(groups[-1][-1])[1])
        return text.edit(at, at, f"{_break(source.text, at, newline)}{newline}{statement}{newline}")
    at = _place_in(text, head, group, statement)
    return text.edit(at, at, f"{_break(source.text, at, newline)}{statement}{newline}")


_Import = libcst.Import | libcst.ImportFrom


def _imports(statement: libcst.CSTNode) -> bool:
    """Whether a compound statement is there to import, as ``if TYPE_CHECKING:`` and ``try:`` are."""
    if not isinstance(statement, libcst.If | libcst.Try):
        return False
    first = statement.body.body[0]
    return isinstance(first, libcst.SimpleStatementLine) and isinstance(first.body[0], _Import)


def _place_in(text: Text, head: Fragment, group: Sequence[_Import], statement: str) -> int:
    """Where a statement belongs among imports: plain ones before those with ``from``, each in alphabetical order."""
    plain = statement.startswith("import ")
    alike = [one for one in group if isinstance(one, libcst.Import) is plain]
    later = next((one for one in alike if _module(one) > statement.split()[1]), None)
    if later is None and plain and not alike:
        later = group[0]
    return _row(text, head, later) if later is not None else _next_row(text, head.span((alike or group)[-1])[1])


class _Beginning(NamedTuple):
    """What stands before the first definition of a file, where that ends, and what ``_first_imports`` says of it."""

    head: Fragment
    end: int
    imports: list["_Import"]
    first: libcst.CSTNode | None
    before: libcst.CSTNode | None


@lru_cache(maxsize=1)  # the fixes of a file come one after another
def _beginning(whole: str) -> _Beginning:
    head, end = _head(whole)
    return _Beginning(head, end, *_first_imports(head))


def _head(whole: str) -> tuple[Fragment, int]:
    """The tree of what stands before the first definition, and where it ends."""
    definition = _DEFINITION.search(whole)
    if definition is not None:
        try:
            return Fragment(whole, 0, definition.start()), definition.start()
        except CannotFix:
            pass  # it stands in a string
    return Fragment(whole, 0, len(whole)), len(whole)


def _first_imports(
    head: Fragment,
) -> tuple[list[_Import], libcst.CSTNode | None, libcst.CSTNode | None]:
    """The first imports but those of ``__future__``, the first statement, and what an import has to follow."""
    imports: list[_Import] = []
    first: libcst.CSTNode | None = None
    before: libcst.CSTNode | None = None
    for number, line in enumerate(head.module.body):
        statement = line.body[-1] if isinstance(line, libcst.SimpleStatementLine) else line
        if isinstance(statement, libcst.ImportFrom) and _is_future(statement):
            before = statement
        elif isinstance(statement, _Import):
            imports.append(statement)
        elif number == 0 and isinstance(statement, libcst.Expr) and isinstance(statement.value, _STRINGS):
            before = statement
        elif imports and not isinstance(statement, libcst.If | libcst.Try):
            break
        first = first or statement
    return imports, first, before


_STRINGS = libcst.SimpleString | libcst.ConcatenatedString


def _is_future(statement: _Import) -> bool:
    return _module(statement) == "__future__"


def _module(statement: _Import) -> str:
    """The module that an import names first, with its leading dots."""
    if isinstance(statement, libcst.Import):
        return statement.names[0].evaluated_name
    module = statement.module
    name = "" if module is None else libcst.Module([]).code_for_node(module)
    return "." * len(statement.relative) + name


def _is_standard(module: str) -> bool:
    return module.partition(".")[0] in sys.stdlib_module_names


def _groups(text: Text, head: Fragment, imports: Sequence[_Import]) -> Iterator[list[_Import]]:
    """Imports that follow one another without an empty row."""
    group: list[_Import] = []
    for one in imports:
        if group and _EMPTY_ROW.search(text.text, head.span(group[-1])[1], head.span(one)[0]):
            yield group
            group = []
        group.append(one)
    yield group


def _row(text: Text, head: Fragment, statement: libcst.CSTNode) -> int:
    return text.row_start(text.location(head.span(statement)[0]).row)


def _next_row(text: Text, offset: int) -> int:
    return text.row_start(text.location(offset).row + 1)


def _above_comments(text: Text, at: int) -> int:
    """The start of the comment rows directly above a row, which belong to it, unless they start the file."""
    row = first = text.location(at).row
    while row > 1 and text.text.startswith("#", text.row_start(row - 1)):
        row -= 1
    return text.row_start(first if row == 1 else row)


def _break(whole: str, at: int, newline: str) -> str:
    """The line end that is missing where the text ends without one."""
    return newline if at == len(whole) and whole and not whole.endswith(("\n", "\r")) else ""
