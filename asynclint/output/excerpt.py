"""The source lines round a finding, with its place underlined."""

from collections.abc import Iterator

from asynclint.model.findings import Finding
from asynclint.output.view import View

_AROUND = 1
_LONGEST = 6
_TAB = "    "


def excerpt(finding: Finding, view: View, gutter: int) -> Iterator[str]:
    """The finding's rows and one on either side; a finding of many rows is shown by its first.

    Nothing when the file is gone or shorter than it was.
    """
    row, end = finding.location.row, finding.end_location
    last = end.row if row <= end.row < row + _LONGEST else row
    first_shown = max(1, row - _AROUND)
    lines = view.lines(finding.filename, first_shown, last + _AROUND)
    if len(lines) <= row - first_shown:
        return
    bar = view.style("|", fg="blue", bold=True)
    yield f"{' ' * gutter} {bar}"
    for number, line in enumerate(lines, first_shown):
        shown = _shown(line).rstrip()
        yield f"{view.style(str(number).rjust(gutter), fg='blue', bold=True)} {bar} {shown}".rstrip()
        if row <= number <= last:
            begin = finding.location.column - 1 if number == row else len(line) - len(line.lstrip())
            stop = end.column - 1 if number == end.row else len(line.rstrip())
            marks = max(1, _width(line[begin:stop]))
            yield f"{' ' * gutter} {bar} {' ' * _width(line[:begin])}{view.style('^' * marks, fg='red', bold=True)}"
    yield f"{' ' * gutter} {bar}"


def _shown(line: str) -> str:
    """The line without anything that a terminal would obey."""
    line = line.replace("\t", _TAB)
    return line if line.isprintable() else "".join(char if char.isprintable() else "·" for char in line)


def _width(text: str) -> int:
    """How many columns of a terminal the text takes, as ``_shown`` writes it."""
    text = _shown(text)
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
