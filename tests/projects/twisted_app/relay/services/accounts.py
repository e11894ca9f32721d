"""Who may send."""

import queue

from twisted.internet.defer import DeferredQueue, inlineCallbacks, succeed

from relay.clients.legacy import LegacyDirectory


class Accounts:
    def __init__(self, directory: LegacyDirectory) -> None:
        self.directory = directory
        self.known: dict[str, str] = {}
        self.requests: "queue.Queue[str]" = queue.Queue()
        self.waiting: DeferredQueue = DeferredQueue()

    def check(self, name: str) -> bool:
        if name not in self.known:
            self.known[name] = self.directory.email(name)
        return bool(self.known[name])

    @inlineCallbacks
    def blocked(self, name: str):
        blocked = yield succeed({"spam"})
        return name in blocked

    @inlineCallbacks
    def next_request(self):
        name = self.requests.get()  # error: blocking-wait
        other = yield self.waiting.get()
        if self.blocked(name) or self.blocked(other):  # error: unyielded-deferred, unyielded-deferred
            return None
        if (yield self.blocked(name)):
            return None
        return self.requests.get_nowait()
