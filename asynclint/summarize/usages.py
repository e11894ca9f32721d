"""What happens to the value of an expression, as the readers say it of the expression that they read next."""

from typing import Any, Final

from asynclint.model.summary import Use, Via

Usage = tuple[Use, int, Any]
"""What happens to a value, through what it gets there, and the use's detail."""

OTHER: Final[Usage] = (Use.OTHER, Via.DIRECT, None)
AWAITED: Final[dict[Use, Usage]] = {use: (Use.AWAITED, Via.DIRECT, int(use)) for use in Use}
"""By what happens to what the await gives."""
YIELDED: Final[Usage] = (Use.YIELDED, Via.DIRECT, None)
DROPPED: Final[Usage] = (Use.DROPPED, Via.DIRECT, None)
RETURNED: Final[Usage] = (Use.RETURNED, Via.DIRECT, None)
TESTED: Final[Usage] = (Use.TESTED, Via.DIRECT, None)
COMPARED: Final[Usage] = (Use.COMPARED, Via.DIRECT, None)
CONTAINED: Final[Usage] = (Use.CONTAINED, Via.DIRECT, None)
OPERATED: Final[Usage] = (Use.OPERATED, Via.DIRECT, None)
SUBSCRIPTED: Final[Usage] = (Use.SUBSCRIPTED, Via.DIRECT, None)
ITERATED: Final[Usage] = (Use.ITERATED, Via.DIRECT, None)
ASYNC_ITERATED: Final[Usage] = (Use.ASYNC_ITERATED, Via.DIRECT, None)
UNPACKED: Final[Usage] = (Use.UNPACKED, Via.DIRECT, None)
FORMATTED: Final[Usage] = (Use.FORMATTED, Via.DIRECT, None)
ENTERED: Final[Usage] = (Use.ENTERED, Via.DIRECT, None)
ASYNC_ENTERED: Final[Usage] = (Use.ASYNC_ENTERED, Via.DIRECT, None)
CALLED: Final[Usage] = (Use.CALLED, Via.DIRECT, None)
RAISED: Final[Usage] = (Use.RAISED, Via.DIRECT, None)


def through(usage: Usage, via: int) -> Usage:
    """The same use of what contains the value, or of what gives it on."""
    return (usage[0], usage[1] | via, usage[2])
