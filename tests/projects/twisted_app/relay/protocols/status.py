"""Pages for the administrator."""

import json
import subprocess

from twisted.internet.utils import getProcessOutput
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request

from relay.services.delivery import Delivery


class JsonResource(Resource):
    isLeaf = True

    def render_GET(self, request: Request) -> bytes:
        return json.dumps(self.data()).encode()

    def data(self) -> dict[str, object]:
        raise NotImplementedError


class StatusResource(JsonResource):
    def __init__(self, delivery: Delivery) -> None:
        super().__init__()
        self.delivery = delivery

    def data(self) -> dict[str, object]:
        return {
            "waiting": self.delivery.spool.waiting(),
            "messages": self.delivery.table.count_at_once(),
            "version": self.version(),
        }

    def version(self) -> str:
        return subprocess.run(["git", "describe"], capture_output=True, text=True).stdout  # error: blocking-subprocess

    def render_POST(self, request: Request) -> int:
        deferred = getProcessOutput("/usr/bin/git", ["describe"])
        deferred.addCallback(request.write)
        deferred.addBoth(lambda _: request.finish())
        return NOT_DONE_YET

    def dump(self) -> None:
        """Called by nobody."""
        with open("dump.json", "w") as file:
            json.dump(self.data(), file)
