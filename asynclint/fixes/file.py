"""What a rule's fix works with: the file, the linked program, and edits that keep everything else as it is."""

from collections.abc import Collection, Sequence
from functools import cached_property

import libcst

from asynclint.fixes import blocks, comments, imports, threads, variables
from asynclint.fixes.contexts import await_needs_parentheses, yield_needs_parentheses
from asynclint.fixes.fragment import CannotFix
from asynclint.fixes.nodes import FileNodes
from asynclint.model.findings import Edit, Finding
from asynclint.syntax.directives import Directive, directives

Edits = tuple[Edit, ...]


class FixableFile(FileNodes):
    """One file whose findings are to be mended, and the edits for it.

    Every method that makes edits raises ``CannotFix`` where the code does not allow what is asked for; a rule's ``fix``
    lets that pass, and the finding has no fix then. ``uses_threads`` says that people want blocking calls to be handed
    to threads.
    """

    def replace(self, node: libcst.CSTNode, content: str) -> Edits:
        """Other text for the node; parentheses round it stay."""
        start, end = self.span(node)
        return (self.text.edit(start, end, content),)

    def cut(self, inner: libcst.CSTNode, outer: libcst.CSTNode) -> Edits:
        """Nothing in place of what stands behind the inner node in the outer one, unless that holds a comment."""
        (_, start), (_, end) = self.span(inner), self.span(outer)
        if "#" in self.source.text[start:end]:
            raise CannotFix
        return (self.text.edit(start, end, ""),)

    def keep(
        self, first: libcst.CSTNode, outer: libcst.CSTNode, before: str, after: str, last: libcst.CSTNode | None = None
    ) -> Edits:
        """Of the outer node only what goes from one node in it to another (or the same), between two other texts.

        Raises CannotFix where a comment would be lost.
        """
        (start, end), (opening, _), (_, closing) = self.span(outer), self.span(first), self.span(last or first)
        if "#" in self.source.text[start:opening] or "#" in self.source.text[closing:end]:
            raise CannotFix
        return (self.text.edit(start, opening, before), self.text.edit(closing, end, after))

    def prefix(self, node: libcst.CSTNode, content: str) -> Edits:
        """Text directly before the node."""
        start, _ = self.span(node)
        return (self.text.edit(start, start, content),)

    def wait(self, node: libcst.BaseExpression, keyword: str | None = None) -> Edits:
        """``await``, or what the function round it waits with, before the node; with parentheses where they matter."""
        before, after = self.waiting(node, keyword)
        start, end = self.span(node)
        edits = (self.text.edit(start, start, before), self.text.edit(end, end, after))
        return edits if after else edits[:1]

    def waiting(self, node: libcst.BaseExpression, keyword: str | None = None) -> tuple[str, str]:
        """What ``wait`` puts before and behind the node."""
        keyword = keyword or self.waits_with(node)
        parent = self.parent(node)
        if isinstance(parent, libcst.Yield if keyword == "yield" else libcst.Await):
            raise CannotFix
        enclose = yield_needs_parentheses if keyword == "yield" else await_needs_parentheses
        return (f"({keyword} ", ")") if enclose(node, parent) else (f"{keyword} ", "")

    def to_thread(self, call: libcst.Call) -> Edits:
        """The call handed to a thread by the framework that runs the function round it, which waits for it."""
        return threads.to_thread(self, call)

    def hand_to(self, call: libcst.Call, function: str) -> Edits:
        """The call handed to a function that is given what to call and then the arguments."""
        return threads.handed_to(self, call, f"{function}(", "")

    def unwait(self, node: libcst.Await) -> Edits:
        """The awaited expression without ``await``."""
        start, _ = self.span(node)
        end = start + len("await")
        while self.source.text[end] in " \t":
            end += 1
        if self.source.text[end] == "\\":
            raise CannotFix
        return (self.text.edit(start, end, ""),)

    def rename_definition(self, finding: Finding, name: str) -> Edits:
        """Another name for the function or class whose keyword and name the finding spans."""
        start, end = self.text.offset(finding.location), self.text.offset(finding.end_location)
        old = self.source.text[start:end].split()[-1]
        return (self.text.edit(end - len(old), end, name),)

    def replace_callee(self, call: libcst.Call, content: str) -> Edits:
        """Another function for the same arguments."""
        return self.replace(call.func, content)

    def make_async(self, node: libcst.With | libcst.For) -> Edits:
        """``async with`` for ``with``, ``async for`` for ``for``, in a coroutine."""
        if node.asynchronous is not None or self.waits_with(node) != "await":
            raise CannotFix
        start, _ = self.span(node)
        return (self.text.edit(start, start, "async "),)

    def unwrap(self, node: libcst.With, inside: Edits = ()) -> Edits:
        """The body of a ``with`` in place of it, also changed inside: see ``blocks.unwrap``."""
        return blocks.unwrap(self, node, inside)

    def wrap(self, node: libcst.BaseCompoundStatement, header: str) -> Edits:
        """A statement inside another one: see ``blocks.wrap``."""
        return blocks.wrap(self, node, header)

    def moved(self, node: libcst.CSTNode, statement: libcst.CSTNode) -> str:
        """The text of a node, to be put in front of a statement: see ``blocks.moved``."""
        return blocks.moved(self, node, statement)

    def wrap_items(self, collection: libcst.BaseExpression | None, function: str) -> Edits:
        """``function(…)`` round each call that a display or a comprehension makes its items of."""
        calls: list[libcst.BaseExpression] = []
        if isinstance(collection, libcst.List | libcst.Set | libcst.Tuple):
            calls = [element.value for element in collection.elements]
        elif isinstance(collection, libcst.ListComp | libcst.SetComp | libcst.GeneratorExp):
            calls = [collection.elt]
        if not calls or not all(isinstance(call, libcst.Call) for call in calls):
            raise CannotFix
        return tuple(edit for call in calls for edit in self.enclose(call, function))

    def enclose(self, node: libcst.CSTNode, function: str) -> Edits:
        """``function(…)`` round the node."""
        start, end = self.span(node)
        return (self.text.edit(start, start, f"{function}("), self.text.edit(end, end, ")"))

    def remove_statement(self, node: libcst.BaseSmallStatement) -> Edits:
        """Take a simple statement away, with its row if nothing else is on it; ``pass`` where a block needs one."""
        start, end = self.span(node)
        line = self.parent(node)
        if not isinstance(line, libcst.SimpleStatementLine | libcst.SimpleStatementSuite):
            raise CannotFix
        if len(line.body) > 1:
            at = line.body.index(node)
            if at + 1 < len(line.body):
                end, _ = self.span(line.body[at + 1])
            else:
                _, start = self.span(line.body[at - 1])
            return (self.text.edit(start, end, ""),)
        block = self.parent(line) if isinstance(line, libcst.SimpleStatementLine) else line
        if not isinstance(block, libcst.Module) and len(_body(block)) == 1:
            return (self.text.edit(start, end, "pass"),)
        first, last = self.text.location(start).row, self.text.location(end).row
        rest = self.source.text[end : self.text.row_start(last + 1)]
        if rest.strip():
            return (self.text.edit(start, end + len(rest) - len(rest.lstrip(" \t")), ""),)
        return (self.text.edit(self.text.row_start(first), self.text.row_start(last + 1), ""),)

    def insert_before(self, node: libcst.CSTNode, *rows: str) -> Edits:
        """Rows of code, without indentation, before the statement that the node is part of."""
        start, _ = self._row_of_its_own(node)
        indentation = self.source.text[self.text.row_start(self.text.location(start).row) : start]
        content = "".join(f"{row}{self.source.newline}{indentation}" for row in rows)
        return (self.text.edit(start, start, content),)

    def insert_after(self, node: libcst.CSTNode, *rows: str) -> Edits:
        """Rows of code, without indentation, after the simple statement that the node is part of."""
        start, end = self._row_of_its_own(node)
        indentation = self.source.text[self.text.row_start(self.text.location(start).row) : start]
        newline = self.source.newline
        at = self.text.row_start(self.text.location(end).row + 1)
        content = "".join(f"{indentation}{row}{newline}" for row in rows)
        if at == len(self.source.text) and not self.source.text.endswith(("\n", "\r")):
            content = newline + content.removesuffix(newline)
        return (self.text.edit(at, at, content),)

    def name(self, module: str, attribute: str, node: libcst.CSTNode, *, add: bool = True) -> tuple[str, Edits]:
        """How ``attribute`` of ``module`` is written at the node, and the edits that import it if nothing has yet.

        An import or alias of the file is used; otherwise one is added where the file keeps its imports. Raises
        CannotFix where the name would mean something else, and without ``add`` where an import is missing.
        """
        row = self.row(node)
        name, edits = imports.name(self.text, self.source, self.summary, row, module, attribute)
        if edits and not add:
            raise CannotFix
        return name, edits

    def kept_in(
        self, node: libcst.CSTNode, part: str, names: tuple[str, ...], of: tuple[str, str]
    ) -> tuple[str, Edits]:
        """A set for the node to use, of its object or the module: see ``variables.kept_in``."""
        return variables.kept_in(self, node, part, names, of)

    def free_local(self, node: libcst.CSTNode, *names: str) -> str:
        """The first of the names that the functions round the node do not use."""
        return variables.free_local(self, node, names)

    def remove_words(self, finding: Finding, words: Collection[str]) -> Edits:
        """A suppression comment, which the finding spans, without some of its words."""
        row, column = finding.location.row, finding.location.column - 1
        for directive in self._directives:
            if (directive.line, directive.column) == (row, column):
                return (comments.without(self.text, directive, words),)
        raise CannotFix

    @cached_property
    def _directives(self) -> list[Directive]:
        return directives(self.source)

    def _row_of_its_own(self, node: libcst.CSTNode) -> tuple[int, int]:
        """The span of the node's statement, which has to be alone on its rows."""
        statement = self.statement(node)
        line = self.parent(statement)
        if isinstance(statement, libcst.BaseSmallStatement) and not (
            isinstance(line, libcst.SimpleStatementLine) and len(line.body) == 1
        ):
            raise CannotFix
        if isinstance(statement, libcst.FunctionDef | libcst.ClassDef) or (
            isinstance(statement, libcst.If) and isinstance(line, libcst.If)
        ):
            raise CannotFix
        return self.span(statement)


def _body(block: libcst.CSTNode) -> Sequence[libcst.CSTNode]:
    found: Sequence[libcst.CSTNode] = getattr(block, "body", ())
    return found
