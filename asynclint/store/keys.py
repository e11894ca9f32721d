"""Cache keys: what an answer depends on, as a digest."""

import os
import sys
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

_SIZE = 20
_CODE_SUFFIXES = (".py", ".toml")


def key(*parts: str | bytes) -> bytes:
    """A digest of the parts and of where each ends."""
    digest = blake2b(digest_size=_SIZE)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.digest()


def environment(version: str, folders: Iterable[Path]) -> bytes:
    """A digest of asynclint's version, the interpreter's minor version and the state of the code that analyses.

    ``folders`` hold that code and its knowledge. A changed file there, in a checkout, makes old answers worthless.
    """
    parts = [version, f"{sys.implementation.name}-{sys.version_info.major}.{sys.version_info.minor}"]
    for folder in folders:
        parts += sorted(_code_states(str(folder), ""))
    return key(*parts)


def _code_states(folder: str, prefix: str) -> Iterable[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir() and entry.name != "__pycache__":
                yield from _code_states(entry.path, f"{prefix}{entry.name}/")
            elif entry.name.endswith(_CODE_SUFFIXES):
                state = entry.stat()
                yield f"{prefix}{entry.name} {state.st_size} {state.st_mtime_ns}"
