"""Put new content into a file, as a whole and only if nobody else has changed it."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

_WRITABLE: Final = 0o222


def rewrite(filename: str, before: bytes, after: bytes) -> str | None:
    """Replace the content of a file; None when that is done, else a sentence that says why not.

    A reader sees the old content or the new. The mode stays, a symbolic link stays one.
    """
    temporary = None
    try:
        target = Path(filename).resolve()
        mode = target.stat().st_mode & 0o7777
        if not mode & _WRITABLE or not os.access(target, os.W_OK):
            return "the file is read-only; it is not fixed"
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with open(handle, "wb") as file:
            file.write(after)
        os.chmod(temporary, mode)
        if target.read_bytes() != before:
            return "the file changed while it was checked; it is not fixed"
        os.replace(temporary, target)
        temporary = None
    except OSError as error:
        return f"the fixed file cannot be written: {error.strerror or error}"
    finally:
        if temporary is not None:
            with suppress(OSError):
                os.unlink(temporary)
    return None
