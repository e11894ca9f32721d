"""AL106 blocking-database."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingDatabase(BlockingRule):
    """TODO page."""

    code = "AL106"
    name = "blocking-database"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()
    kinds = (Blocking.DATABASE,)
    waits = "waits for a database"
