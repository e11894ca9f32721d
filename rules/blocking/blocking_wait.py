"""AL108 blocking-wait."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingWait(BlockingRule):
    """TODO page."""

    code = "AL108"
    name = "blocking-wait"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()
    kinds = (Blocking.WAIT,)
    waits = "waits for another thread or process"
