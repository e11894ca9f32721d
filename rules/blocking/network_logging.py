"""AL114 network-logging."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, FunctionKind, ProgramRule, Use

if TYPE_CHECKING:
    from asynclint.rule import Program


class NetworkLogging(ProgramRule):
    """Reports logging handlers that send each record over the network, in a program with coroutines.

    ## What it does
    Finds `SMTPHandler`, `HTTPHandler`, `SocketHandler` and `SysLogHandler` over TCP, where the program has coroutines
    and the handler is not given to a `QueueListener`.

    ## Why is this bad?
    A handler works in the thread that logs. Each line that a coroutine logs then waits for a connection, and the loop
    waits with it: for seconds when the server is slow, for minutes when it does not answer.

    ## Example

    ```python
    import logging
    from logging.handlers import SMTPHandler

    log = logging.getLogger()
    log.addHandler(SMTPHandler("mail", "a@b.c", ["d@e.f"], "failed"))  # error: network-logging


    async def main():
        log.error("failed")
    ```

    ## Use instead

    ```python
    import logging
    import queue
    from logging.handlers import QueueHandler, QueueListener, SMTPHandler

    log = logging.getLogger()
    records: queue.Queue = queue.Queue()
    log.addHandler(QueueHandler(records))
    listener = QueueListener(records, SMTPHandler("mail", "a@b.c", ["d@e.f"], "failed"))


    async def main():
        log.error("failed")
    ```

    ## Known problems
    Off by default: which loggers are used on the loop is not known, and a level may keep nearly all records away.

    ## Options
    * `# asynclint: ignore[network-logging] the reason` on the statement says that it is meant.

    ## References
    * [Logging cookbook: handlers that block](https://docs.python.org/3/howto/logging-cookbook.html#dealing-with-handlers-that-block)
    """

    code = "AL114"
    name = "network-logging"
    since = "0.1"
    fixable = Fixable.NO
    default = False
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each handler that connects."""
        if not any(function.row.kind is FunctionKind.COROUTINE for function in program.index.functions()):
            return
        for call in program.calls_of(_HANDLERS):
            receiver = call.module.summary.calls[call.detail].name if call.use is Use.PASSED else ""
            stream = call.spelled.endswith("SysLogHandler") and "socktype" not in call.row.keywords
            if receiver != "QueueListener" and not stream:
                yield self.finding(call, f"`{call.spelled}` sends each record over the network in the thread that logs")


_HANDLERS = frozenset(
    f"logging.handlers.{name}" for name in ("SMTPHandler", "HTTPHandler", "SocketHandler", "SysLogHandler")
)
