"""The next server, spoken to asynchronously."""

from twisted.internet.defer import DeferredLock, gatherResults, inlineCallbacks
from twisted.internet.threads import deferToThread
from twisted.web.client import Agent, readBody

from relay.helpers.backoff import pause, pause_later, run_other_loop
from relay.helpers.plugins import context


class Upstream:
    def __init__(self, reactor, url: str) -> None:
        self.reactor = reactor
        self.url = url
        self.agent = Agent(reactor)
        self.lock = DeferredLock()

    @inlineCallbacks
    def fetch(self, path: str):
        answer = yield self.agent.request(b"GET", f"{self.url}/{path}".encode())
        body = yield readBody(answer)
        return body

    @inlineCallbacks
    def fetch_all(self, paths: list[str]):
        bodies = yield gatherResults([self.fetch(path) for path in paths])
        return bodies

    @inlineCallbacks
    def patiently(self, path: str):
        for attempt in range(3):
            try:
                body = yield self.fetch(path)
                return body
            except ConnectionError:
                pause(attempt)
        for attempt in range(3):
            yield pause_later(self.reactor, attempt)
        self.context = yield deferToThread(context)

    async def state(self) -> str:
        return "up"

    @inlineCallbacks
    def locked(self, path: str):
        yield self.lock.acquire()
        try:
            first = self.fetch(path)[0]  # error: unyielded-deferred
            self.fetch(path)  # error: unyielded-deferred
            self.state()  # error: unawaited-coroutine
        finally:
            self.lock.release()
        return first

    @inlineCallbacks
    def state_of_other_world(self):
        yield pause_later(self.reactor, 1)
        return run_other_loop(self.state())
