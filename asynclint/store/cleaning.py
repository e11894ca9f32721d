"""Remove caches: the files that asynclint wrote, and their folder when nothing else lies in it."""

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Final

TAG_FILE: Final = "CACHEDIR.TAG"
_OWN_FILES: Final = re.compile(r"cache-\d+\.db(-wal|-shm)?|\.gitignore")


def is_cache(folder: Path) -> bool:
    """Whether a folder holds a cache of asynclint."""
    try:
        return "A cache of asynclint" in (folder / TAG_FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def remove(folder: Path) -> None:
    """Remove the cache in a folder. Raises OSError for a file that cannot be removed."""
    for name in os.listdir(folder):
        if _OWN_FILES.fullmatch(name):
            (folder / name).unlink()
    (folder / TAG_FILE).unlink()
    with suppress(OSError):  # something else lies there
        folder.rmdir()
