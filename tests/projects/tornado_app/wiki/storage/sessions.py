"""Sessions, in files of their own."""

import json
from pathlib import Path


class SessionStore:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.seen: dict[str, str] = {}

    def user(self, token: str) -> str | None:
        if token in self.seen:
            return self.seen[token]
        path = self.folder / token
        if not path.exists():
            return None
        user = json.loads(path.read_text())["user"]  # error: blocking-file-io
        self.seen[token] = user
        return user

    def expire(self) -> None:
        self.seen.clear()
        for path in self.folder.iterdir():  # error: blocking-file-io
            path.unlink(missing_ok=True)  # asynclint: ignore[blocking-file-io] a few, on a local disk
