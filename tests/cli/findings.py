"""What ``asynclint check`` finds in the project of these tests, in concise output."""

from typing import Final

CONCISE: Final = ("--output-format", "concise")
LOW: Final = "p/low.py:5:5: AL101"
SLEEPS: Final = "p/sleeps.py:5:5: AL101"


def heads(output: str) -> list[str]:
    """The place and code of each finding."""
    return [" ".join(line.split()[:2]) for line in output.splitlines() if " [" in line]
