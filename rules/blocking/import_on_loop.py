"""AL113 import-on-loop."""

from asynclint.rule import Blocking

from .reports import BlockingRule


class ImportOnLoop(BlockingRule):
    """TODO page."""

    code = "AL113"
    name = "import-on-loop"
    since = "0.1"
    default = False
    kinds = (Blocking.IMPORT,)
    waits = "reads and runs code or certificates"
