"""AL110 cpu-bound-call."""

from asynclint.rule import Blocking

from .reports import BlockingRule


class CpuBoundCall(BlockingRule):
    """TODO page."""

    code = "AL110"
    name = "cpu-bound-call"
    since = "0.1"
    kinds = (Blocking.CPU,)
    waits = "computes for long"
