"""One file in, one ``FileSummary`` out; after this no stage needs the file again, except to show or to fix it."""

from asynclint.summarize.codec import decode, encode
from asynclint.summarize.walk import summarize

__all__ = ["decode", "encode", "summarize"]
