"""Positions in a file, and columns in bytes turned into columns in characters."""

from msgspec import Struct


class Location(Struct, frozen=True, order=True, gc=False):
    """A place in a file: ``row`` and ``column`` start at 1; columns count code points."""

    row: int
    column: int


def code_point_column(line: str, byte_offset: int) -> int:
    """Turn the UTF-8 byte offset that ``ast`` gives (0-based) into a code-point column (1-based) of ``line``."""
    if line.isascii():
        return byte_offset + 1
    return len(line.encode()[:byte_offset].decode(errors="replace")) + 1
