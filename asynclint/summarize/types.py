"""Types as knowledge files write them: ``asyncio.Queue[int]``, ``asyncio.Task | None``."""

from collections.abc import Iterator


def head(text: str) -> str:
    """The class without its type arguments."""
    return text.partition("[")[0]


def plain(text: str) -> str | None:
    """The type without a None alternative; None when there is not exactly one other."""
    parts = [part for part in _split(text, "|") if part not in ("None", "typing.Any", "object")]
    return parts[0] if len(parts) == 1 else None


def argument(text: str, position: int) -> str | None:
    """A type argument."""
    _, bracket, rest = text.partition("[")
    parts = list(_split(rest[:-1], ",")) if bracket else []
    return parts[position] if position < len(parts) else None


def _split(text: str, separator: str) -> Iterator[str]:
    depth = start = 0
    for position, character in enumerate(text):
        depth += (character == "[") - (character == "]")
        if character == separator and not depth:
            yield text[start:position].strip()
            start = position + 1
    yield text[start:].strip()
