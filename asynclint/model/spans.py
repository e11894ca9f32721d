"""Positions in a file and their conversion between the three ways of counting columns."""

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


def utf16_column(line: str, column: int) -> int:
    """Turn a code-point column (1-based) of ``line`` into the 0-based UTF-16 unit that editors count (LSP 3.17)."""
    return len(line[: column - 1].encode("utf-16-le")) // 2
