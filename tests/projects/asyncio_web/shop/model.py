"""What the shop is about."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Order:
    number: int
    email: str
    items: list[str] = field(default_factory=list)
    state: str = "new"


class Document:
    """A text that somebody uploaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def name(self) -> str:
        return self.path.with_suffix("").name

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")  # error: blocking-file-io
