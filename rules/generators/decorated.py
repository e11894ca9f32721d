"""Which async generators are safe because of what a decorator makes of them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asynclint.rule import FileFunction

CONTEXT_MANAGERS = frozenset({"contextlib.asynccontextmanager"})
_SAFE = CONTEXT_MANAGERS | {
    "pytest.fixture",
    "pytest_asyncio.fixture",
    "pytest_trio.trio_fixture",
    "trio.as_safe_channel",
}


def is_transformed(function: "FileFunction") -> bool:
    """Whether a decorator makes a context manager, a fixture or a channel of the generator, or is listed to do so."""
    if any(name in _SAFE or (name or "").endswith(".asynccontextmanager") for name in function.decorators):
        return True
    spelled = function.decorators_spelled
    if any(name in ("asynccontextmanager", "pytest.fixture") for name in spelled):
        return True
    listed = function.file.options.transform_async_generator_decorators
    return any(name == one or name.endswith(f".{one}") for name in spelled for one in listed)


def is_fixture(function: "FileFunction") -> bool:
    """Whether it is a fixture of pytest."""
    return any((name or "").endswith("fixture") for name in function.decorators)
