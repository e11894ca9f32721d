"""Where each name of a program is defined, called and referred to."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from asynclint.model.summary import BlockKind, FileSummary, Op, Use, Via
from asynclint.program.layout import Layout
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode

OPERAND_USES = frozenset({Use.AWAITED, Use.ENTERED, Use.ASYNC_ENTERED, Use.ITERATED, Use.ASYNC_ITERATED})

Place = tuple[ModuleNode, int]
"""A call site: its file and number."""


class Index:
    """All modules, and the calls and hand-offs of the program by name."""

    def __init__(self, files: Sequence[tuple[str, FileSummary]]) -> None:
        self.layout = Layout(path for path, _ in files)
        self.modules = [
            ModuleNode(number, path, self.layout.names[number], summary) for number, (path, summary) in enumerate(files)
        ]
        self.by_path = {module.path: module for module in self.modules}

    @property
    def calls(self) -> dict[str, list[Place]]:
        """Call sites by every name that the called function may have where it is defined."""
        return self._calls[0]

    @property
    def calls_by_use(self) -> dict[Use, dict[str, list[Place]]]:
        """The calls whose result, itself, is awaited, entered or iterated at once: by that use, and by name."""
        return self._calls[1]

    @cached_property
    def _calls(self) -> tuple[dict[str, list[Place]], dict[Use, dict[str, list[Place]]]]:
        table: dict[str, list[Place]] = {}
        used: dict[Use, dict[str, list[Place]]] = {use: {} for use in OPERAND_USES}
        for module in self.modules:
            renamed = _renamed(module)
            for number, call in enumerate(module.summary.calls):
                place = (module, number)
                name = call.name
                if name in table:
                    table[name].append(place)
                else:
                    table[name] = [place]
                others = renamed.get(name, ())
                if others and module.summary.expressions[call.callee][0] != Op.NAME:
                    others = ()
                for other in others:
                    table.setdefault(other, []).append(place)
                named = used.get(call.use)
                if named is not None and not call.via & ~Via.WALRUS:
                    for other in (name, *others):
                        named.setdefault(other, []).append(place)
        return table, used

    @cached_property
    def reads(self) -> dict[str, list[tuple[ModuleNode, int]]]:
        """Attribute reads by the attribute's name."""
        table: dict[str, list[tuple[ModuleNode, int]]] = {}
        for module in self.modules:
            expressions = module.summary.expressions
            for number, read in enumerate(module.summary.attribute_reads):
                table.setdefault(expressions[read.expression][2], []).append((module, number))
        return table

    def blocks(self, kind: BlockKind) -> list[tuple[ModuleNode, int]]:
        """The blocks of a kind in the whole program."""
        return [
            (module, number)
            for module in self.modules
            for number, block in enumerate(module.summary.blocks)
            if block.kind is kind
        ]

    @cached_property
    def references(self) -> dict[str, list[tuple[ModuleNode, int]]]:
        """Calls that receive a function, by the name it is referred to; lambdas as ``<lambda>N``."""
        table: dict[str, list[tuple[ModuleNode, int]]] = {}
        for module in self.modules:
            expressions = module.summary.expressions
            for number, call in enumerate(module.summary.calls):
                keywords = call.keywords
                for argument in (*call.arguments, *keywords.values()) if keywords else call.arguments:
                    expression = expressions[argument]
                    if expression[0] == Op.NAME or expression[0] == Op.ATTRIBUTE:
                        name = expression[-1]
                    elif expression[0] == Op.FUNCTION:
                        name = f"<lambda>{expression[1]}"
                    else:
                        continue
                    if name in table:
                        table[name].append((module, number))
                    else:
                        table[name] = [(module, number)]
        return table

    @cached_property
    def functions_by_name(self) -> dict[str, list[FunctionNode]]:
        """The functions of the program by their names."""
        table: dict[str, list[FunctionNode]] = {}
        for function in self.functions():
            table.setdefault(function.row.name, []).append(function)
        return table

    @cached_property
    def classes_by_name(self) -> dict[str, list[ClassNode]]:
        """The classes of the program by their names."""
        table: dict[str, list[ClassNode]] = {}
        for module in self.modules:
            for cls in module.classes:
                table.setdefault(cls.row.name, []).append(cls)
        return table

    @cached_property
    def defined_names(self) -> frozenset[str]:
        """The names of all functions and classes of the program."""
        return frozenset(self.functions_by_name.keys() | self.classes_by_name.keys())

    def importers(self, modules: set[int], steps: int = 3) -> frozenset[int]:
        """The numbers of the modules, of those that import them, of those that import these, and so on."""
        found = set(modules)
        for _ in range(steps):
            found.update(*(self._users.get(number, ()) for number in tuple(found)))
        return frozenset(found)

    @cached_property
    def _users(self) -> dict[int, set[int]]:
        """By module: those that import it."""
        users: dict[int, set[int]] = {}
        for number, (_, used) in enumerate(self.imports):
            for other in used:
                users.setdefault(other, set()).add(number)
        return users

    @cached_property
    def imports(self) -> list[tuple[set[str], set[int]]]:
        """By module: the top-level names of the outside modules that it imports or names, and the numbers of others."""
        table: list[tuple[set[str], set[int]]] = []
        for module in self.modules:
            tops = set(module.summary.unbound)
            files: set[int] = set()
            for name in module.summary.modules:
                stripped = name.lstrip(".")
                level = len(name) - len(stripped)
                used = (
                    self.layout.relative(module.index, level, stripped)
                    if level
                    else self.layout.find(name, module.index)
                )
                if used is None:
                    tops.add(stripped.partition(".")[0])
                elif used != module.index:
                    files.add(used)
            table.append((tops, files))
        return table

    def calls_in(self, function: FunctionNode) -> list[int]:
        """The call sites of a function's own body, in order."""
        return function.module.calls_by_function.get(function.index, [])

    def functions(self) -> Iterator[FunctionNode]:
        """Every function of the program."""
        return chain.from_iterable(module.functions for module in self.modules)


def _partial_of(module: ModuleNode, number: int) -> str:
    """The name of the function of which ``functools.partial`` makes another."""
    arguments = module.summary.calls[number].arguments
    expression = module.summary.expressions[arguments[0]] if arguments else ("?",)
    return str(expression[-1]) if expression[0] in (Op.NAME, Op.ATTRIBUTE) else ""


def _renamed(module: ModuleNode) -> dict[str, set[str]]:
    """Names of the file that stand for something with another name: import aliases and locals bound to a reference."""
    expressions = module.summary.expressions
    table: dict[str, set[str]] = {}
    for function in module.summary.functions:
        for name, bindings in function.bindings.items():
            for binding in bindings:
                expression = expressions[binding.value]
                if expression[0] == Op.IMPORT:
                    original = expression[3] or expression[1].rpartition(".")[2]
                elif expression[0] == Op.ATTRIBUTE:
                    original = expression[2]
                elif expression[0] == Op.NAME:
                    original = expression[1]
                elif expression[0] == Op.CALL and module.summary.calls[expression[1]].name == "partial":
                    original = _partial_of(module, expression[1])
                else:
                    continue
                if original != name:
                    table.setdefault(name, set()).add(original)
    return table
