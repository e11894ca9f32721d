"""Findings as text: one module a format, each over the model alone."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from asynclint.model.findings import Finding
    from asynclint.output.view import View


class Format(Protocol):
    """What the module of a format has. ``FOR_PEOPLE``: a closing line ("Found 2 errors.") may follow."""

    FOR_PEOPLE: bool

    def render(self, findings: "Sequence[Finding]", view: "View") -> Iterator[str]:
        """The output in pieces, with line ends."""


def load(name: str) -> Format:
    """The format of one of the names in ``config.choices.FORMATS``."""
    module: Any = import_module(f"asynclint.output.{name.replace('-', '_')}")
    return module  # type: ignore[no-any-return]
