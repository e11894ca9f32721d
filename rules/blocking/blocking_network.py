"""AL103 blocking-network."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingNetwork(BlockingRule):
    """TODO page."""

    code = "AL103"
    name = "blocking-network"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()
    kinds = (Blocking.NETWORK,)
    waits = "waits for the network"
