"""AL109 blocking-input."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingInput(BlockingRule):
    """TODO page."""

    code = "AL109"
    name = "blocking-input"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ("ASYNC250",)
    kinds = (Blocking.INPUT,)
    waits = "waits for a person"
