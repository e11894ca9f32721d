"""Old files go."""

import os
import shutil
from pathlib import Path

from twisted.internet.threads import deferToThread


def rotate(path: str) -> None:
    os.replace(path, f"{path}.1")  # error: blocking-file-io


def remove_all(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)


class Cleaner:
    """Called like a function."""

    def __init__(self) -> None:
        self.runs = 0

    def __call__(self):
        self.runs += 1
        for name in os.listdir("old"):  # error: blocking-file-io
            self.note(name)
        return deferToThread(remove_all, "old")

    def note(self, name: str) -> None:
        Path("removed.txt").write_text(name)  # error: blocking-file-io
