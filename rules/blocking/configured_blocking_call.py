"""AL115 configured-blocking-call."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class ConfiguredBlockingCall(BlockingRule):
    """TODO page."""

    code = "AL115"
    name = "configured-blocking-call"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ("ASYNC200",)
    kinds = (Blocking.CONFIGURED,)
    waits = "blocks, as the project's knowledge files say,"
