"""AL101 blocking-sleep."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingSleep(BlockingRule):
    """TODO page."""

    code = "AL101"
    name = "blocking-sleep"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC251",)
    kinds = (Blocking.SLEEP,)
    waits = "sleeps"
