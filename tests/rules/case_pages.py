"""Read the pages in ``cases``: Markdown that people read, each heading with code a test.

    ## A sleep in a helper of another module

    The coroutine calls a plain function, which sleeps.

    `app/helpers.py`:

    ```python
    import time

    def pause():
        time.sleep(1)  # error: blocking-sleep
    ```

A fenced block is a file, named by the line before it, or ``example.py``. A ``toml`` block without a name holds options
as in a configuration file. A row without a marker (see ``markers``) has to be silent.
"""

import re
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from tests.rules import markers
from tests.rules.harness import EXAMPLE

FOLDER = Path(__file__).with_name("cases")

_HEADING = re.compile(r"#{1,6} (.+)")
_FILE = re.compile(r"`([\w./-]+)`:")
_FENCE = re.compile(r"```(\w*)")


class Case(Struct):
    """One heading of a page. ``starts`` tells for each file the row of the page that holds the file's first row.

    ``rules`` are those that any marker of the page names.
    """

    page: Path
    title: str
    files: dict[str, str]
    options: dict[str, Any]
    starts: dict[str, int]
    rules: list[str] = []

    @property
    def name(self) -> str:
        return f"{self.page.stem}: {self.title}"


def read(page: Path) -> Iterator[Case]:
    """The cases of a page. Raises ValueError for two files of one name in a case and for a block without end."""
    text = page.read_text(encoding="utf-8")
    rules = markers.named(text)
    case = Case(page, page.stem, {}, {}, {}, rules)
    name = None
    rows = enumerate(text.splitlines(), 1)
    for row, line in rows:
        if heading := _HEADING.fullmatch(line):
            if case.files:
                yield case
            case = Case(page, heading[1], {}, {}, {}, rules)
        elif file := _FILE.fullmatch(line):
            name = file[1]
        elif fence := _FENCE.fullmatch(line):
            body = _body(rows, f"{page}:{row}: this block has no end")
            if fence[1] == "toml" and name is None:
                case.options = tomllib.loads(body)
                continue
            name = name or EXAMPLE
            if name in case.files:
                raise ValueError(f"{page}:{row}: a second {name} in this case")
            case.files[name] = body
            case.starts[name] = row + 1
            name = None
    if case.files:
        yield case


def all_cases() -> list[Case]:
    """The cases of all pages."""
    return [case for page in sorted(FOLDER.glob("*.md")) for case in read(page)]


def _body(rows: Iterator[tuple[int, str]], complaint: str) -> str:
    lines: list[str] = []
    for _, line in rows:
        if line == "```":
            return textwrap.dedent("\n".join(lines)) + "\n"
        lines.append(line)
    raise ValueError(complaint)
