"""Jobs that the loop runs again and again."""

from pathlib import Path

from tornado.ioloop import IOLoop, PeriodicCallback

from wiki.clients.feeds import EveryFeed, PlainFeed, SignedFeed
from wiki.handlers.chat import ChatHandler
from wiki.storage.sessions import SessionStore


async def heartbeat() -> None:
    """A coroutine: Tornado runs it."""


def start_jobs(sessions: SessionStore, url: str) -> None:
    feeds = EveryFeed([PlainFeed(url), SignedFeed(url)])
    PeriodicCallback(feeds.update, 60_000).start()
    PeriodicCallback(sessions.expire, 3_600_000).start()
    PeriodicCallback(heartbeat, 1000).start()
    loop = IOLoop.current()
    loop.add_callback(ChatHandler.consume, Path("chat.log"))
    loop.call_later(5, heartbeat)
    loop.spawn_callback(heartbeat)
