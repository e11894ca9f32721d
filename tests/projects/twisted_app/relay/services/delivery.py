"""What happens to a message: Deferreds with callbacks, generators and native coroutines."""

import smtplib

from twisted.internet import defer
from twisted.internet.threads import deferToThread
from twisted.logger import Logger
from twisted.python.failure import Failure

from relay.clients.upstream import Upstream
from relay.storage.database import MessageTable
from relay.storage.spool import Spool

log = Logger()


class Delivery:
    def __init__(self, reactor, spool: Spool, table: MessageTable, upstream: Upstream) -> None:
        self.reactor = reactor
        self.spool = spool
        self.table = table
        self.upstream = upstream

    def accept(self, sender: str, lines: list[bytes]):
        text = self.spool.render(lines)
        self.spool.put(sender, text)
        deferred = self.table.save(sender, text)
        deferred.addCallback(self.remove, sender)
        deferred.addErrback(self.report)
        deferred.addCallback(self.confirm, sender)  # error: async-function-as-sync-callback
        deferred.addCallback(lambda _: defer.ensureDeferred(self.confirm(None, sender)))
        return deferred

    def remove(self, result: object, sender: str) -> object:
        self.spool.forget(sender)  # asynclint: ignore[blocking-file-io] one small file on a local disk
        return result

    def report(self, failure: Failure) -> None:
        with smtplib.SMTP("localhost") as server:  # error: blocking-network
            server.sendmail("relay", ["admin"], failure.getTraceback())  # error: blocking-network

    def report_in_thread(self, failure: Failure):
        return deferToThread(self.send_report, failure.getTraceback())

    def send_report(self, text: str) -> None:
        with smtplib.SMTP("localhost") as server:
            server.sendmail("relay", ["admin"], text)

    async def confirm(self, result: object, sender: str) -> None:
        await self.spool.put_in_thread(f"{sender}.confirmed", "")
        self.log_confirmed(sender)

    def log_confirmed(self, sender: str) -> None:
        log.info("confirmed {sender}", sender=sender)

    async def stored(self) -> list[str]:
        try:
            return self.table.texts()  # error: return-coroutine-in-try
        except OSError:
            return []

    async def stored_texts(self) -> list[str]:
        try:
            return await self.table.texts()
        except OSError:
            return []

    @defer.inlineCallbacks
    def retry(self):
        texts = yield defer.ensureDeferred(self.stored_texts())
        for text in texts:
            yield self.table.save("retry", text)
        self.table.save("retry", "done")  # error: unyielded-deferred
        self.table.texts().addErrback(self.report_in_thread)
        yield self.upstream.patiently("retry")
