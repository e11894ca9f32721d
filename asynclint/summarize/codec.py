"""Summaries as bytes (MessagePack), for the way between processes and for the cache."""

from typing import Any

import msgspec

from asynclint.model.summary import FileSummary

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(FileSummary)


def encode(summary: FileSummary) -> bytes:
    """The summary as bytes that ``decode`` reads back to an equal value."""
    return _ENCODER.encode(summary)


def decode(data: bytes | memoryview) -> FileSummary:
    """Read a summary. Raises ``msgspec.DecodeError`` when the bytes are not one (a damaged cache)."""
    summary: Any = _DECODER.decode(data)
    return summary  # type: ignore[no-any-return]
