"""Awaits of Trio and AnyIO that cancellation can interrupt, as no scope round them is shielded."""

from typing import TYPE_CHECKING, Final, NamedTuple

from asynclint.rule import Question

from .frameworks import GROUPS, SCOPES

if TYPE_CHECKING:
    import libcst as cst

    from asynclint.rule import FileFunction

SHIELDED_CALLS: Final = frozenset(
    {
        "anyio.aclose_forcefully",
        "anyio.lowlevel.cancel_shielded_checkpoint",
        "trio.aclose_forcefully",
        "trio.lowlevel.cancel_shielded_checkpoint",
    }
)
"""What does not wait when it is cancelled, or cannot be cancelled."""

CLOSING: Final = frozenset({"aclose", "__aexit__"})
"""Methods that have to finish their own clean-up when they are cancelled."""


class Scope(NamedTuple):
    """An open cancel scope: the name that it has, and whether it is shielded."""

    name: str | None
    shielded: bool


Scopes = tuple[Scope, ...]


class Exposed(Question[Scopes]):
    """The awaits of some code that a cancellation from outside can interrupt, in ``awaits``."""

    def __init__(self, function: "FileFunction") -> None:
        self.function = function
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
                if name is not None:
                    shielded = isinstance(node.value, cst.Name) and node.value.value == "True"
                    fact = tuple(Scope(name, shielded) if one.name == name else one for one in fact)
        return fact

    def enter(self, item: "cst.WithItem", statement: "cst.With", fact: Scopes) -> Scopes:
        """A scope or group is opened; another asynchronous context manager awaits."""
        name = self.function.qualified(item.item)
        if statement.asynchronous is not None and name not in GROUPS:
            self._meet(statement, fact)
        if name in SCOPES or name in GROUPS:
            return (*fact, Scope(_name_of(item), _is_shielded(item.item)))
        return fact

    def leave(self, item: "cst.WithItem", statement: "cst.With", fact: Scopes) -> Scopes:
        """The scope is closed."""
        name = self.function.qualified(item.item)
        return fact[:-1] if name in SCOPES or name in GROUPS else fact

    def iterate(self, loop: "cst.For | cst.CompFor", fact: Scopes) -> Scopes:
        """``async for`` awaits."""
        import libcst as cst

        if loop.asynchronous is not None:
            self._meet(loop.iter if isinstance(loop, cst.CompFor) else loop, fact)
        return fact

    def _meet(self, node: "cst.CSTNode", fact: Scopes) -> None:
        if not any(scope.shielded for scope in fact):
            self.awaits[node] = None

    def _is_harmless(self, node: "cst.Await") -> bool:
        import libcst as cst

        call = node.expression
        if not isinstance(call, cst.Call):
            return False
        name = self.function.qualified(call.func)
        method = call.func.attr.value if isinstance(call.func, cst.Attribute) else ""
        if method == "__aexit__" or name in ("trio.aclose_forcefully", "anyio.aclose_forcefully"):
            return True
        return not call.args and (method == "aclose" or name in SHIELDED_CALLS)


def _name_of(item: "cst.WithItem") -> str | None:
    import libcst as cst

    return item.asname.name.value if item.asname and isinstance(item.asname.name, cst.Name) else None


def _is_shielded(call: "cst.BaseExpression") -> bool:
    import libcst as cst

    if not isinstance(call, cst.Call):
        return False
    return any(
        one.keyword is not None
        and one.keyword.value == "shield"
        and isinstance(one.value, cst.Name)
        and one.value.value == "True"
        for one in call.args
    )


def _shield_of(target: "cst.BaseExpression") -> str | None:
    """The name of the scope or group whose ``shield`` an assignment sets."""
    import libcst as cst

    match target:
        case cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="shield")):
            return name
        case cst.Attribute(
            value=cst.Attribute(value=cst.Name(value=name), attr=cst.Name(value="cancel_scope")),
            attr=cst.Name(value="shield"),
        ):
            return name
    return None
