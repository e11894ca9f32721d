"""AL215 unyielded-deferred."""


from asynclint.rule import Fixable

from .reports import DEFERRED
from .unyielded import UnyieldedRule



class UnyieldedDeferred(UnyieldedRule):
    """TODO page."""

    code = "AL215"
    name = "unyielded-deferred"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ()
    kind = DEFERRED
