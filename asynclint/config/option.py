"""What an option is: its type, the heading of the help text that it stands under, where it may be given."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The type of an option's value; the value is how error messages and help texts call it."""

    BOOLEAN = "true or false"
    NUMBER = "a whole number"
    TEXT = "a string"
    CHOICE = "one of the listed words"
    PATH = "a path"
    TEXTS = "a list of strings"
    PATHS = "a list of paths"
    MAPPING = "a table of lists of strings"
    TABLES = "a list of tables"
    TARGETS = "files, each after the name of a format and a colon, or alone"


class Group(StrEnum):
    """The headings of the help text."""

    CHECK = "Options"
    RULES = "Rule selection"
    FILES = "File selection"
    MISCELLANEOUS = "Miscellaneous"
    LOGGING = "Log levels"
    GLOBAL = "Global options"


class Option(NamedTuple):
    """One option. ``in_file`` and ``flag`` say where it may be given; ``negative`` is the flag that switches it off.

    A ``default`` of None means that the value is found out, as the help text says. ``bare`` is the value of a flag that
    is given without one; a value then has to follow ``=``.
    """

    name: str
    kind: Kind
    default: object
    help: str
    group: Group = Group.MISCELLANEOUS
    choices: tuple[str, ...] = ()
    metavar: str | None = None
    in_file: bool = True
    flag: bool = True
    short: str | None = None
    negative: str | None = None
    environment: str | None = None
    bare: str | None = None

    @property
    def field(self) -> str:
        """The name of the option in Python."""
        return self.name.replace("-", "_")
