"""What could not be done, told to people on standard error; asynclint then exits with 2."""

from msgspec import Struct


class Problem(Struct, frozen=True):
    """One sentence about a file or setting that asynclint could not use; the rest is still checked."""

    filename: str
    message: str
    row: int = 0

    def __str__(self) -> str:
        place = f"{self.filename}:{self.row}" if self.row else self.filename
        return f"{place}: {self.message}" if place else self.message


class UsageError(Exception):
    """A bad option, configuration or knowledge file; the text names the file and the place. Exit code 2."""
