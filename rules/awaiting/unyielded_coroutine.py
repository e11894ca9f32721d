"""AL216 unyielded-coroutine."""

from asynclint.rule import Fixable

from .reports import TORNADO_FUTURE
from .unyielded import UnyieldedRule


class UnyieldedCoroutine(UnyieldedRule):
    """TODO page."""

    code = "AL216"
    name = "unyielded-coroutine"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()
    kind = TORNADO_FUTURE
