"""Messages in files that wait for delivery."""

import io
import os
from pathlib import Path

from twisted.python.filepath import FilePath

from relay.helpers.threads import in_thread


class Spool:
    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)
        self.names = FilePath(folder)

    def put(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)  # error: blocking-file-io

    @in_thread
    def put_in_thread(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def waiting(self) -> int:
        return len(self.names.listdir())  # error: blocking-file-io

    def render(self, lines: list[bytes]) -> str:
        memory = io.BytesIO(b"\n".join(lines))
        return memory.read().decode()

    def forget(self, name: str) -> None:
        os.remove(self.folder / name)

    def path(self, name: str) -> str:
        return os.path.join(self.folder, name)
