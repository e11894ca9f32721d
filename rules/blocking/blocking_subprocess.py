"""AL104 blocking-subprocess."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingSubprocess(BlockingRule):
    """TODO page."""

    code = "AL104"
    name = "blocking-subprocess"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC220", "ASYNC221", "ASYNC222")
    kinds = (Blocking.SUBPROCESS,)
    waits = "starts or waits for another process"
