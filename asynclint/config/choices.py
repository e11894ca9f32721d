"""The words that some options choose from."""

from typing import Final

FORMATS: Final = (
    "full",
    "concise",
    "grouped",
    "json",
    "json-lines",
    "junit",
    "github",
    "gitlab",
    "pylint",
    "rdjson",
    "azure",
    "sarif",
    "markdown",
)
CONFIDENCES: Final = ("certain", "likely", "possible")
TARGET_VERSIONS: Final = tuple(f"py3{minor}" for minor in range(7, 16))
DEFAULT_TARGET: Final = "py310"
COLORS: Final = ("auto", "always", "never")
