"""The modules, classes and functions of a program as nodes."""

from functools import cached_property

from asynclint.model.paths import is_test_file
from asynclint.model.summary import Binding, Class, Expression, FileSummary, Function, FunctionKind, Op
from asynclint.program.branches import Branches
from asynclint.program.layout import is_package

_COMMAND_FILES = frozenset({"__main__.py", "cli.py", "manage.py", "setup.py"})
_COMMAND_FOLDERS = frozenset({"bin", "cli", "scripts", "_scripts"})


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

    def is_self(self, row: Expression) -> bool:
        """Whether an expression of a method is the object whose method it is."""
        parameters = self.row.parameters
        return bool(self.is_method and parameters and tuple(row) == (Op.NAME, parameters[0].name))

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
