"""Functions that a nursery can start: they get a ``task_status``, and tell it when they are ready."""

from typing import TYPE_CHECKING, Final

from asynclint.rule import FunctionKind

if TYPE_CHECKING:
    from asynclint.rule import FileFunction, FileView

PARAMETER: Final = "task_status"

KNOWN: Final = frozenset({"run_process", "serve", "serve_listeners", "serve_ssl_over_tcp", "serve_tcp"})
"""Such functions of Trio, and what wrappers of them are usually called."""

_BY_KEYWORD: Final = (1, 3)
"""The kinds of parameters that can be given by keyword, as ``start`` does."""


def is_startable(function: "FileFunction") -> bool:
    """Whether an async function has the parameter."""
    parameters = function.row.parameters
    return function.kind is FunctionKind.COROUTINE and any(
        one.name == PARAMETER and one.kind in _BY_KEYWORD for one in parameters
    )


def listed(file: "FileView") -> set[str]:
    """The names of functions of other files: the known ones, and those that the configuration lists."""
    return {*KNOWN} | {name.rpartition(".")[2] for name in file.options.startable_in_context_manager}
