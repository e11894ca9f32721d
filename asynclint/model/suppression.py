"""Suppression comments, as a summary holds them."""

from msgspec import Struct


class Suppression(Struct, array_like=True, frozen=True, gc=False):
    """A comment that silences findings; ``tool`` as in ``syntax.directives``.

    ``line`` is where it stands, ``target`` the row it concerns: its own, or for a comment that stands alone the next
    row with code.
    """

    line: int
    target: int
    column: int
    end_column: int
    tool: str
    codes: tuple[str, ...]
    reason: str
    own_line: bool
    error: str | None = None
