"""What a call does to the thread that makes it."""

from enum import StrEnum


class Blocking(StrEnum):
    """The kinds of waiting that hold up an event loop; the value is what knowledge files write as ``blocks``."""

    SLEEP = "sleep"
    HTTP = "http"
    NETWORK = "network"
    SUBPROCESS = "subprocess"
    FILE = "file"
    DATABASE = "database"
    SDK = "sdk"
    WAIT = "wait"
    INPUT = "input"
    CPU = "cpu"
    LOOP = "loop"
    IMPORT = "import"
    CONFIGURED = "configured"


class Confidence(StrEnum):
    """How sure a finding is (architecture, section 5)."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"

    @property
    def rank(self) -> int:
        """0 for certain, 1 for likely, 2 for possible."""
        return _RANKS[self]

    def weaker(self, other: "Confidence") -> "Confidence":
        """The less sure of the two."""
        return self if self.rank >= other.rank else other


_RANKS = {Confidence.CERTAIN: 0, Confidence.LIKELY: 1, Confidence.POSSIBLE: 2}
