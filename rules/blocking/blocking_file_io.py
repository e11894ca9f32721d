"""AL105 blocking-file-io."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingFileIo(BlockingRule):
    """TODO page."""

    code = "AL105"
    name = "blocking-file-io"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ("ASYNC230", "ASYNC231", "ASYNC232", "ASYNC240")
    kinds = (Blocking.FILE,)
    waits = "waits for the disk"
