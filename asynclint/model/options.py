"""Options of rules: what a project tells about its own functions, where no rule can see it."""

from msgspec import Struct


class RuleOptions(Struct, frozen=True, array_like=True):
    """Names of the project, as it writes them: the last part of a dotted name suffices.

    ``no_checkpoint_warning_decorators`` mark functions that need no checkpoint, those of
    ``exception_suppressing_context_managers`` may end their block early without an exception, those of
    ``transform_async_generator_decorators`` make something safe of an async generator, the functions of
    ``startable_in_context_manager`` tell by a ``task_status`` that they are ready.
    """

    no_checkpoint_warning_decorators: tuple[str, ...] = ()
    exception_suppressing_context_managers: tuple[str, ...] = ()
    transform_async_generator_decorators: tuple[str, ...] = ()
    startable_in_context_manager: tuple[str, ...] = ()
    target_is_stated: bool = True
    """Whether the project says which Pythons it supports; otherwise the target version is a guess."""
