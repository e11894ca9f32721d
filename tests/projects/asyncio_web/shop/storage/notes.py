"""Two kinds of notes. Which one is used is decided elsewhere: at most one of them waits."""

import abc
from pathlib import Path


class Notes(abc.ABC):
    @abc.abstractmethod
    def add(self, text: str) -> None: ...


class MemoryNotes(Notes):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def add(self, text: str) -> None:
        self.texts.append(text)


class FileNotes(Notes):
    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, text: str) -> None:
        self.path.write_text(text)
