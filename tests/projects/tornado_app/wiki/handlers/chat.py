"""A web socket, and a queue between it and a consumer."""

from pathlib import Path

from tornado.iostream import IOStream
from tornado.queues import Queue
from tornado.websocket import WebSocketHandler

from wiki.helpers.offload import in_pool


class ChatHandler(WebSocketHandler):
    everybody: "set[ChatHandler]" = set()
    messages: "Queue[str]" = Queue()

    def initialize(self, path: Path) -> None:
        self.path = path

    def open(self) -> None:
        self.everybody.add(self)
        self.write_message("welcome")

    def on_message(self, message: str) -> None:
        self.messages.put(message)
        self.log(message)
        for other in self.everybody:
            other.write_message(message)

    def on_close(self) -> None:
        self.everybody.discard(self)

    def log(self, message: str) -> None:
        with open(self.path, "a") as file:  # error: blocking-file-io
            file.write(message)

    @classmethod
    async def consume(cls, path: Path) -> None:
        async for message in cls.messages:
            await in_pool(path.write_text, message)
            cls.messages.task_done()


class Relay:
    """Hands the chat to another server."""

    def __init__(self, stream: IOStream) -> None:
        self.stream = stream
        self.stream.set_close_callback(self.closed)  # error: async-function-as-sync-callback

    async def closed(self) -> None:
        await self.forward(b"bye\n")

    async def forward(self, line: bytes) -> None:
        await self.stream.write(line)
        answer = await self.stream.read_until(b"\n")
        if answer == self.stream.read_until(b"\n"):  # error: unyielded-coroutine
            self.stream.close()
