"""What a file rule sees of one file."""

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Final

from asynclint.knowledge.facts import KNOWN
from asynclint.model.options import RuleOptions
from asynclint.model.paths import is_test_file
from asynclint.model.summary import DEFINITIONS, BlockKind, FileSummary, FunctionKind, Op, Use
from asynclint.summarize.blocks import FileBlock, FileHandler
from asynclint.summarize.code import Code, WholeFile
from asynclint.summarize.functions import FileClass, FileFunction
from asynclint.summarize.imports import Import, imports_of
from asynclint.summarize.names import Names, Place
from asynclint.summarize.sites import FileCall, FileSite
from asynclint.summarize.waits import WaitSite, misplaced_waits
from asynclint.syntax.comments import remarks
from asynclint.syntax.cst import ConcreteModule
from asynclint.syntax.function_tree import FunctionTree
from asynclint.syntax.source import Source

__all__ = ["Code", "FileBlock", "FileCall", "FileClass", "FileFunction", "FileHandler", "FileSite", "FileView", "Place"]

_NO_OPTIONS: Final = RuleOptions()


class FileView:
    """One file, as it is read. A rule changes nothing of it: other rules see the same.

    ``source`` is the decoded text, ``summary`` what asynclint keeps of it, ``target_version`` the oldest Python that
    the project has to run on, ``options`` what the configuration tells rules,
    ``selectors`` how it selects them.
    """

    def __init__(
        self,
        source: Source,
        summary: FileSummary,
        target_version: tuple[int, int],
        options: RuleOptions = _NO_OPTIONS,
        selectors: frozenset[str] = frozenset(),
    ) -> None:
        self.source = source
        self.summary = summary
        self.target_version = target_version
        self.options = options
        self._selectors = selectors
        self._trees: dict[int, FunctionTree] = {}
        self._functions: dict[int, FileFunction] = {}
        self._blocks: dict[int, FileBlock] = {}

    @property
    def filename(self) -> str:
        """The absolute path of the file."""
        return str(self.source.path)

    def is_selected_as(self, alias: str) -> bool:
        """Whether the project selects a rule by this very name, which another tool gave it."""
        return alias in self._selectors

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends; row 1 is the first."""
        return self.source.lines

    def remarks(self, first: int, last: int) -> str:
        """The comments on the rows of a statement and right above it."""
        return remarks(self.lines, first, last)

    @cached_property
    def cst(self) -> ConcreteModule:
        """The file for libcst, which parses it at the first question; where it cannot, every answer is None."""
        return ConcreteModule(self.source)

    @cached_property
    def names(self) -> Names:
        """What names and expressions mean."""
        return Names(self.summary, self.target_version)

    @cached_property
    def imported(self) -> frozenset[str]:
        """The top-level modules that the file imports, and those that it only names."""
        imported = {name.partition(".")[0] for name in self.summary.modules if not name.startswith(".")}
        return KNOWN.intersection(self.summary.unbound).union(imported)

    @cached_property
    def is_test(self) -> bool:
        """Whether the file belongs to a test suite, by the names that test runners look for."""
        return is_test_file(self.source.path.as_posix())

    def qualified(self, expression: int, at: Place) -> str | None:
        """The canonical dotted name of what an expression of the summary refers to; see ``FileCall.qualified``."""
        return self.names.qualified(expression, at)

    def callee_or_name(self, expression: int, at: Place) -> str | None:
        """The same, and of a call what its callee refers to."""
        row = self.summary.expressions[expression]
        return self.call_at(row[1]).qualified if row[0] == Op.CALL else self.qualified(expression, at)

    @cached_property
    def whole(self) -> WholeFile:
        """All of the file, for libcst."""
        return WholeFile(self)

    # Calls

    def call_at(self, number: int) -> FileCall:
        """The call with this number in the summary."""
        return FileCall(self, self.summary.calls[number], number)

    def calls(self) -> Iterator[FileCall]:
        """The calls."""
        return (FileCall(self, row, number) for number, row in enumerate(self.summary.calls))

    def calls_to(self, names: Collection[str]) -> Iterator[FileCall]:
        """The calls whose ``qualified`` is one of the names, in order; cheap where the file has no such call."""
        if not any(top in self.imported or top == name for name in names for top in (name.partition(".")[0],)):
            return
        lasts = {name.rpartition(".")[2] for name in names}
        lasts.update([alias for last in lasts for alias in self._aliases.get(last, ())])
        numbers = sorted(number for last in lasts for number in self._calls_by_name.get(last, ()))
        for number in numbers:
            call = self.call_at(number)
            if call.qualified in names:
                yield call

    def calls_named(self, name: str) -> Iterator[FileCall]:
        """The calls whose callee's last name is this one, whatever it means."""
        return (self.call_at(number) for number in self._calls_by_name.get(name, ()))

    def classes_in(self, expression: int, at: Place) -> tuple[str | None, ...]:
        """The canonical names of a class, or of those in a tuple of classes; None for unknown ones."""
        row = self.summary.expressions[expression]
        parts = row[1:] if row[0] == Op.TUPLE else (expression,)
        return tuple(self.qualified(part, at) for part in parts)

    @cached_property
    def _calls_by_name(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        for number, row in enumerate(self.summary.calls):
            table.setdefault(row.name, []).append(number)
        return table

    @cached_property
    def _aliases(self) -> dict[str, set[str]]:
        """Other names that the file gives to imported things and to attributes, by the last part of what they mean."""
        table: dict[str, set[str]] = {}
        expressions = self.summary.expressions
        for function in self.summary.functions:
            for name, rows in function.bindings.items():
                for binding in rows:
                    row = expressions[binding.value]
                    if row[0] == Op.IMPORT and row[3] not in ("", name):
                        table.setdefault(row[3], set()).add(name)
                    elif row[0] == Op.ATTRIBUTE and row[2] != name:
                        table.setdefault(row[2], set()).add(name)
        return table

    def bindings_to(self, names: Collection[str]) -> Iterator[FileSite]:
        """The rows on which the file gives another name to one of the functions or classes."""
        expressions = self.summary.expressions
        lasts = {name.rpartition(".")[2] for name in names}
        for number, function in enumerate(self.summary.functions):
            for name, rows in function.bindings.items():
                for binding in rows:
                    row = expressions[binding.value]
                    value = row[2] if row[0] == Op.ANNOTATED else binding.value
                    row = expressions[value]
                    if row[0] not in (Op.NAME, Op.ATTRIBUTE, Op.IMPORT) or row[-1] not in lasts:
                        continue
                    if row[0] == Op.IMPORT and row[3] == name:
                        continue
                    if self.qualified(value, Place(number, binding.block)) in names:
                        yield self.site_of_row(binding.line, function.qualname)

    def site_of_row(self, line: int, function: str) -> FileSite:
        """A row of the file, without its indentation."""
        text = self.lines[line - 1]
        indent = len(text) - len(text.lstrip())
        end = len(text.encode("utf-8", "surrogatepass"))
        return FileSite(self, (line, indent, line, end), (line, line), function or "<module>")

    @cached_property
    def calls_by_function(self) -> dict[int, list[int]]:
        """The numbers of the calls by the number of the function (or lambda) in whose body they stand."""
        table: dict[int, list[int]] = {}
        for number, row in enumerate(self.summary.calls):
            table.setdefault(row.function, []).append(number)
        return table

    @cached_property
    def calls_by_definition(self) -> dict[int, list[int]]:
        """The same by the definition round them: those of lambdas belong to it."""
        table: dict[int, list[int]] = {}
        for number, row in enumerate(self.summary.calls):
            definition = self.definition(row.function)
            if definition is not None:
                table.setdefault(definition.number, []).append(number)
        return table

    def imports(self, top: str) -> Iterator[Import]:
        """The absolute imports of a top-level module and of what is inside it; one for each bound name."""
        return imports_of(self, top)

    def misplaced_waits(self) -> Iterator[WaitSite]:
        """Where something is awaited, entered or iterated asynchronously outside of a coroutine.

        And every ``yield from`` in a coroutine.
        """
        return misplaced_waits(self)

    # Definitions

    def function_at(self, number: int) -> FileFunction:
        """The function with this number in the summary."""
        found = self._functions.get(number)
        if found is None:
            found = self._functions[number] = FileFunction(self, self.summary.functions[number], number)
        return found

    def functions(self) -> Iterator[FileFunction]:
        """The functions that have a ``def``, methods and inner functions among them."""
        return (
            self.function_at(number) for number, row in enumerate(self.summary.functions) if row.kind in DEFINITIONS
        )

    def definition(self, number: int) -> FileFunction | None:
        """The innermost definition round the body of a function or lambda, or that function itself."""
        functions = self.summary.functions
        while number >= 0 and functions[number].kind is FunctionKind.LAMBDA:
            number = functions[number].parent
        if number < 0 or functions[number].kind not in DEFINITIONS:
            return None
        return self.function_at(number)

    def classes(self) -> list[FileClass]:
        """The classes, by their numbers in the summary."""
        return self._classes

    @cached_property
    def _classes(self) -> list[FileClass]:
        return [FileClass(self, row) for row in self.summary.classes]

    def tree(self, function: FileFunction) -> FunctionTree:
        """The tree that libcst makes of a function, once."""
        tree = self._trees.get(function.number)
        if tree is None:
            row = function.row
            tree = FunctionTree(self.source, self.lines, row.line, row.column, row.end_line)
            self._trees[function.number] = tree
        return tree

    @property
    def trees_made(self) -> int:
        """For how many functions libcst was asked."""
        return len(self._trees)

    # Nested statements

    def block_at(self, number: int) -> FileBlock:
        """The group of statements with this number in the summary."""
        found = self._blocks.get(number)
        if found is None:
            found = self._blocks[number] = FileBlock(self, self.summary.blocks[number], number)
        return found

    def blocks(self) -> Iterator[FileBlock]:
        """The nested groups of statements, in order, with the bodies of functions."""
        return (self.block_at(number) for number in range(len(self.summary.blocks)))

    def block_entered_with(self, call: FileCall) -> FileBlock | None:
        """The ``with`` of which a call is a context manager."""
        if call.use not in (Use.ENTERED, Use.ASYNC_ENTERED):
            return None
        expressions = self.summary.expressions
        for number in self.blocks_by_function.get(call.row.function, ()):
            items = self.summary.blocks[number].items
            if any(expressions[item] == (Op.CALL, call.number) for item in items):
                return self.block_at(number)
        return None

    @cached_property
    def blocks_by_function(self) -> dict[int, list[int]]:
        """The numbers of the blocks by the number of their function."""
        table: dict[int, list[int]] = {}
        for number, row in enumerate(self.summary.blocks):
            table.setdefault(row.function, []).append(number)
        return table

    def handlers(self) -> Iterator[FileHandler]:
        """The except handlers."""
        for number, row in enumerate(self.summary.blocks):
            if row.kind is BlockKind.EXCEPT:
                yield FileHandler(self.block_at(number))
