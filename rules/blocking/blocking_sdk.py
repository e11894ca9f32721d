"""AL107 blocking-sdk."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingSdk(BlockingRule):
    """TODO page."""

    code = "AL107"
    name = "blocking-sdk"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()
    kinds = (Blocking.SDK,)
    waits = "waits for a remote service"
