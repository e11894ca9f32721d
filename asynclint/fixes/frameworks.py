"""Which framework's loop runs a piece of code, as far as imports tell."""

from collections.abc import Iterable
from typing import Final

_LOOPS: Final = frozenset({"asyncio", "anyio", "curio", "tornado", "trio", "twisted"})
_ON_ASYNCIO: Final = frozenset({"asyncio", "tornado"})
_ON_ANYIO: Final = frozenset({"anyio", "asyncio", "tornado", "trio"})


def frameworks(modules: Iterable[str]) -> frozenset[str]:
    """The frameworks that these imported modules belong to."""
    return _LOOPS & {name.partition(".")[0] for name in modules}


def choose(found: frozenset[str]) -> str | None:
    """The one whose functions run wherever code that imports all of these runs; None when no one's do.

    AnyIO's run on asyncio and on Trio, Tornado's loop is asyncio's. Without any framework it is asyncio.
    """
    if len(found) == 1:
        return next(iter(found))
    if "anyio" in found and found <= _ON_ANYIO:
        return "anyio"
    return "asyncio" if found <= _ON_ASYNCIO else None
