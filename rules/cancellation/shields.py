"""Awaits of Trio and AnyIO that cancellation can interrupt, as no scope round them is shielded."""

from typing import TYPE_CHECKING, Final, NamedTuple

from asynclint.rule import FunctionKind, Question

from .frameworks import GROUPS, SCOPES
from .surroundings import last_name

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileFunction

CLOSING: Final = "aclose"
"""What does its clean-up when it is cancelled; so do functions whose names begin with it: ``aclose_forcefully``."""

SHIELDED: Final = "shielded"
"""The word with which the name of a function says that it shields: ``cancel_shielded_checkpoint``."""


class Scope(NamedTuple):
    """An open cancel scope: the name that it has, and whether it is shielded."""

    name: str | None
    shielded: bool


Scopes = tuple[Scope, ...]


class Exposed(Question[Scopes]):
    """The awaits of some code that a cancellation from outside can interrupt, in ``awaits``.

    ``asking`` are the numbers of the functions that are asked about already, because they call this one.
    """

    def __init__(self, function: "FileFunction", asking: frozenset[int] = frozenset()) -> None:
        self.function = function
        self._asking = asking | {function.number}
        self._opened: set[str | None] = set()
        self.awaits: dict[cst.CSTNode, None] = {}

    def of(self, code: "cst.BaseSuite") -> "dict[cst.CSTNode, None]":
        """The awaits of one suite of statements; those of suites asked about before stay."""
        self.ask(code, ())
        return self.awaits

    def step(self, node: "cst.CSTNode", fact: Scopes) -> Scopes:
        """An await, or a scope whose shield is set."""
        import libcst as cst

        if isinstance(node, cst.Await):
            if not self._is_harmless(node):
                self._meet(node, fact)
        elif isinstance(node, cst.Assign):
            for target in node.targets:
                name = _shield_of(target.target)
                if name is not None and not self._is_closed(name, fact):
                    fact = _set(name, _is_true(node.value), fact)
        return fact

    def enter(self, item: "cst.WithItem", statement: "cst.With", fact: Scopes) -> Scopes:
        """A scope or group is opened; another asynchronous context manager awaits."""
        name = self.function.qualified(item.item)
        if statement.asynchronous is not None and name not in GROUPS:
            self._meet(statement, fact)
        if _is_scope(name, item):
            scope = Scope(_name_of(item), is_shielded(item.item))
            self._opened.add(scope.name)
            return (*fact, scope)
        return fact

    def leave(self, item: "cst.WithItem", statement: "cst.With", fact: Scopes) -> Scopes:
        """The scope is closed."""
        name = self.function.qualified(item.item)
        return fact[:-1] if _is_scope(name, item) else fact

    def iterate(self, loop: "cst.For | cst.CompFor", fact: Scopes) -> Scopes:
        """``async for`` awaits."""
        import libcst as cst

        if loop.asynchronous is not None:
            self._meet(loop.iter if isinstance(loop, cst.CompFor) else loop, fact)
        return fact

    def _meet(self, node: "cst.CSTNode", fact: Scopes) -> None:
        if not any(scope.shielded for scope in fact):
            self.awaits[node] = None

    def _is_closed(self, name: str, fact: Scopes) -> bool:
        """Whether a scope was opened in the code and is left: its shield is round nothing."""
        return name in self._opened and not any(scope.name == name for scope in fact)

    def _is_harmless(self, node: "cst.Await") -> bool:
        import libcst as cst

        call = node.expression
        if not isinstance(call, cst.Call):
            return False
        name = last_name(call.func)
        if name == CLOSING:
            return not call.args or self._passes_on_the_exit(call)
        says_so = name == "__aexit__" or name.startswith(f"{CLOSING}_") or SHIELDED in name.split("_")
        return says_so or is_shielded(call) or self._passes_on_the_exit(call) or self._calls_shielded(call)

    def _passes_on_the_exit(self, call: "cst.Call") -> bool:
        """Whether a call of ``__aexit__`` gets what this was told of the exception: it does the exit."""
        import libcst as cst

        if self.function.spelled != "__aexit__":
            return False
        told = {parameter.name for parameter in self.function.row.parameters[1:]}
        return any(isinstance(one.value, cst.Name) and one.value.value in told for one in call.args)

    def _calls_shielded(self, call: "cst.Call") -> bool:
        """Whether a call is of a function of the same file, which awaits nothing that cancellation interrupts."""
        callee = own_function(self.function, call.func)
        if callee is None or not callee.row.suspends or callee.number in self._asking:
            return False
        node = callee.node
        return node is not None and not Exposed(callee, self._asking).of(node.body)


def own_function(function: "FileFunction", callee: "cst.BaseExpression") -> "FileFunction | None":
    """The coroutine function of the file, or method of the same class, that is called there by its name."""
    import libcst as cst

    match callee:
        case cst.Name(value=name):
            found = [one for one in function.file.functions() if one.spelled == name and one.row.owner < 0]
        case cst.Attribute(value=cst.Name(value="self"), attr=cst.Name(value=name)):
            method: FileFunction | None = function
            while method is not None and method.owner is None:
                method = method.parent
            owner = method.owner if method is not None else None
            found = [one for one in owner.methods() if one.spelled == name] if owner is not None else []
        case _:
            return None
    single = found[0] if len(found) == 1 else None
    return single if single is not None and single.kind is FunctionKind.COROUTINE else None


def _set(name: str, shielded: bool, fact: Scopes) -> Scopes:
    """The scopes after the shield of one was set; one that is not known is round all others."""
    if not any(one.name == name for one in fact):
        return (Scope(name, shielded), *fact) if shielded else fact
    return tuple(Scope(name, shielded) if one.name == name else one for one in fact)


def _is_scope(name: str | None, item: "cst.WithItem") -> bool:
    """Whether a context manager, by its canonical name, is a cancel scope, or has one that is shielded."""
    return name in SCOPES or name in GROUPS or is_shielded(item.item)


def _name_of(item: "cst.WithItem") -> str | None:
    import libcst as cst

    return item.asname.name.value if item.asname and isinstance(item.asname.name, cst.Name) else None


def is_shielded(call: "cst.BaseExpression") -> bool:
    """Whether an expression is a call with ``shield=True``, of whatever class or function."""
    import libcst as cst

    return isinstance(call, cst.Call) and any(
        one.keyword is not None and one.keyword.value == "shield" and _is_true(one.value) for one in call.args
    )


def _is_true(node: "cst.BaseExpression") -> bool:
    import libcst as cst

    return isinstance(node, cst.Name) and node.value == "True"


def _shield_of(target: "cst.BaseExpression") -> str | None:
    """How the scope or group is spelled whose ``shield`` an assignment sets."""
    import libcst as cst
    from libcst.helpers import get_full_name_for_node

    if not isinstance(target, cst.Attribute) or target.attr.value != "shield":
        return None
    scope = target.value
    if isinstance(scope, cst.Attribute) and scope.attr.value == "cancel_scope":
        scope = scope.value
    return get_full_name_for_node(scope)
