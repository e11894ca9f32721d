"""AL111 nested-event-loop."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class NestedEventLoop(BlockingRule):
    """TODO page."""

    code = "AL111"
    name = "nested-event-loop"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()
    kinds = (Blocking.LOOP,)
    waits = "starts or drives an event loop where one runs already"
