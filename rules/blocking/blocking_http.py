"""AL102 blocking-http."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingHttp(BlockingRule):
    """TODO page."""

    code = "AL102"
    name = "blocking-http"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ("ASYNC210", "ASYNC211", "ASYNC212")
    kinds = (Blocking.HTTP,)
    waits = "waits for an HTTP answer"
