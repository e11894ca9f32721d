"""A linter for async Python that follows calls through the whole program."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asynclint.model.findings import Finding
    from asynclint.rule import Rule
    from asynclint.session.report import Report
    from asynclint.session.session import check

__all__ = ["Finding", "Report", "Rule", "__version__", "check"]

__version__ = "0.1.0"

_HOMES = {
    "Finding": "asynclint.model.findings",
    "Report": "asynclint.session.report",
    "Rule": "asynclint.rule",
    "check": "asynclint.session.session",
}


def __getattr__(name: str) -> Any:
    """Load what the package offers when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
