"""Pure functions, and a template that is read once."""

import functools
import os.path
from pathlib import Path


def slug(title: str) -> str:
    return os.path.splitext(title.lower().replace(" ", "-"))[0]


@functools.lru_cache(maxsize=None)
def template() -> str:
    return Path("page.html").read_text(encoding="utf-8")


def outline(lines):
    for line in lines:
        if line.startswith("#"):
            yield line.strip("# ")
