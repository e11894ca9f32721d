"""The program's modules, classes and functions as nodes, and where each name is called or referred to."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from asynclint.model.paths import is_test_file
from asynclint.model.summary import Binding, BlockKind, Class, FileSummary, Function, FunctionKind, Op, Use, Via
from asynclint.program.branches import Branches
from asynclint.program.layout import Layout, is_package

_COMMAND_FILES = frozenset({"__main__.py", "cli.py", "manage.py", "setup.py"})
_COMMAND_FOLDERS = frozenset({"bin", "cli", "scripts", "_scripts"})


OPERAND_USES = frozenset({Use.AWAITED, Use.ENTERED, Use.ASYNC_ENTERED, Use.ITERATED, Use.ASYNC_ITERATED})


class ModuleNode:
    """A file of the program, or of an installed library, with its summary."""

    def __init__(self, index: int, path: str, name: str, summary: FileSummary, *, library: bool = False) -> None:
        self.index = index
        self.library = library
        self.path = path
        self.name = name
        self.summary = summary
        self.functions = [FunctionNode(self, number, row) for number, row in enumerate(summary.functions)]
        self.classes = [ClassNode(self, number, row) for number, row in enumerate(summary.classes)]
        for function in self.functions:
            row = function.row
            function.parent = self.functions[row.parent] if row.parent >= 0 else None
            function.owner = self.classes[row.owner] if row.owner >= 0 else None

    def absolute(self, level: int, module: str) -> str:
        """The absolute name of a module that the file imports, relatively for a ``level`` above 0."""
        if not level:
            return module
        parts = self.name.split(".")
        if not is_package(self.path):
            parts = parts[:-1]
        if level > 1:
            parts = parts[: -(level - 1)]
        return ".".join([*parts, module] if module else parts)

    @cached_property
    def patched(self) -> dict[int, frozenset[str]]:
        """By class: the attributes of ``self`` whose objects get a lambda in the place of a method."""
        table: dict[int, frozenset[str]] = {}
        expressions = self.summary.expressions
        for store in self.summary.attribute_stores:
            base, owner = expressions[store.base], self.functions[store.function].owner
            own = base[0] == Op.ATTRIBUTE and tuple(expressions[base[1]]) == (Op.NAME, "self")
            if owner is not None and own and expressions[store.value][0] == Op.FUNCTION:
                table[owner.index] = table.get(owner.index, frozenset()) | {base[2]}
        return table

    @cached_property
    def branches(self) -> Branches:
        """What the tests of the file say."""
        return Branches(self.summary)

    @cached_property
    def narrowed(self) -> frozenset[int]:
        """The expressions that tests narrow somewhere: looked up for every name and attribute."""
        return self.branches.narrowed

    @property
    def is_stub(self) -> bool:
        """Whether the file only describes another one: its code never runs."""
        return self.path.endswith(".pyi")

    @cached_property
    def calls_by_function(self) -> dict[int, list[int]]:
        """Call sites by the function whose body they stand in."""
        table: dict[int, list[int]] = {}
        for number, call in enumerate(self.summary.calls):
            table.setdefault(call.function, []).append(number)
        return table

    @cached_property
    def framework(self) -> str:
        """The async framework that the file imports, by the name that knowledge files use; asyncio when none shows."""
        return next((name for name in ("anyio", "trio", "tornado", "twisted") if name in self.tops), "asyncio")

    @cached_property
    def tops(self) -> frozenset[str]:
        """The top-level names of the modules that the file imports, and the names that nothing in it binds."""
        return frozenset(name.lstrip(".").partition(".")[0] for name in self.summary.modules).union(
            self.summary.unbound
        )

    @cached_property
    def is_test(self) -> bool:
        """Whether the file belongs to a test suite, by the names that test runners look for."""
        return is_test_file(self.path)

    @cached_property
    def runs_once(self) -> bool:
        """Whether the file is a command of its own, by its place: while such a coroutine waits, nothing else does."""
        *folders, file = self.path.split("/")
        return file in _COMMAND_FILES or any(folder in _COMMAND_FOLDERS for folder in folders[-3:])

    def __repr__(self) -> str:
        return f"<module {self.name}>"


class FunctionNode:
    """A function, lambda, class body or module body.

    ``owner`` is the class in whose body it is defined, ``parent`` the function whose scope encloses it.
    """

    __slots__ = ("index", "module", "owner", "parent", "row")

    def __init__(self, module: ModuleNode, index: int, row: Function) -> None:
        self.module = module
        self.index = index
        self.row = row
        self.owner: ClassNode | None = None
        self.parent: FunctionNode | None = None

    @property
    def qualname(self) -> str:
        """The name within the module, for people."""
        return self.row.qualname or "<module>"

    @property
    def full_name(self) -> str:
        """The name with the module."""
        return f"{self.module.name}.{self.row.qualname}" if self.row.qualname else self.module.name

    @property
    def sets_property(self) -> bool:
        """Whether it is the setter or deleter of a property that bears its name."""
        expressions = self.module.summary.expressions
        return any(
            expressions[decorator][0] == Op.ATTRIBUTE and expressions[decorator][2] in ("setter", "deleter")
            for decorator in self.row.decorators
        )

    @property
    def callable_without_arguments(self) -> bool:
        """Whether all parameters (of a method: after the first) have defaults."""
        parameters = self.row.parameters[1:] if self.is_method else self.row.parameters
        return all(parameter.default or parameter.kind in (2, 4) for parameter in parameters)

    @property
    def is_method(self) -> bool:
        """Whether it stands directly in a class body."""
        return self.row.owner >= 0 and self.row.kind is not FunctionKind.CLASS_BODY

    def __repr__(self) -> str:
        return f"<function {self.full_name}>"


class ClassNode:
    """A class of the program. ``body`` is the function whose bindings are the class attributes."""

    __slots__ = ("_methods", "body", "index", "module", "row")

    def __init__(self, module: ModuleNode, index: int, row: Class) -> None:
        self.module = module
        self.index = index
        self.row = row
        self.body = module.functions[row.body]
        self._methods: dict[str, FunctionNode | None] = {}

    @property
    def scope(self) -> FunctionNode:
        """The function in whose scope the bases and decorators are evaluated."""
        return self.module.functions[self.row.parent]

    @property
    def full_name(self) -> str:
        """The name with the module."""
        return f"{self.module.name}.{self.row.qualname}"

    @property
    def patched(self) -> frozenset[str]:
        """The attributes of ``self`` with an object of which a method of the class replaces a method by a lambda."""
        return self.module.patched.get(self.index, frozenset())

    def method(self, name: str) -> FunctionNode | None:
        """The last definition of a function of this name in the class body itself."""
        bindings = self.body.row.bindings.get(name)
        if bindings is None:
            return None
        if name not in self._methods:
            self._methods[name] = self._last_method(bindings)
        return self._methods[name]

    def _last_method(self, bindings: list[Binding]) -> FunctionNode | None:
        for binding in reversed(bindings):
            expression = self.module.summary.expressions[binding.value]
            if expression[0] == Op.FUNCTION:
                function = self.module.functions[expression[1]]
                if not function.sets_property:
                    return function
        return None

    def __repr__(self) -> str:
        return f"<class {self.full_name}>"


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
