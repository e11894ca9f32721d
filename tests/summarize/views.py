"""Views of files that are written down in tests."""

from pathlib import Path
from textwrap import dedent

from asynclint.summarize import summarize
from asynclint.summarize.view import FileView
from asynclint.syntax.parse import parse
from asynclint.syntax.source import decode


def view(text: str) -> FileView:
    """The view of a file with this text; common indentation does not count."""
    source = decode(dedent(text).lstrip("\n").encode(), Path("/p/a.py"))
    return FileView(source, summarize(source, parse(source)), (3, 11))
