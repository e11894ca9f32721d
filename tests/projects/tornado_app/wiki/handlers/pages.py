"""Handlers for pages."""

import asyncio
import subprocess
from pathlib import Path

from tornado import gen

from wiki.handlers.base import BaseHandler
from wiki.helpers.sync import call
from wiki.services.pages import PageService
from wiki.services.users import UserService
from wiki.storage.sessions import SessionStore


class StaticPageHandler(BaseHandler):
    """Inherits ``get``, which calls this."""

    def body(self, name: str) -> str:
        return Path(name).read_text()  # error: blocking-file-io


class PageHandler(BaseHandler):
    def initialize(self, pages: PageService, sessions: SessionStore, users: UserService) -> None:
        super().initialize(sessions, users)
        self.pages = pages

    @gen.coroutine
    def get(self, name):
        text = yield self.pages.load(name)
        self.write(text)

    async def put(self, name: str) -> None:
        await self.pages.save(name, self.request.body.decode())
        asyncio.ensure_future(self.pages.note(name))  # error: dangling-task
        self.indexing = asyncio.ensure_future(self.pages.note(name))
        self.write({"size": self.pages.store.size(name)})

    async def post(self, name: str) -> None:
        self.pages.save(name, self.request.body.decode())  # error: unyielded-coroutine
        self.write("saved")
        self.finish()

    async def delete(self, name: str) -> None:
        self.pages.delete(name)  # error: unawaited-coroutine
        self.set_status(204)


class HistoryHandler(PageHandler):
    @gen.coroutine
    def get(self, name):
        process = subprocess.Popen(["git", "log", name], stdout=subprocess.PIPE)  # error: blocking-subprocess
        output, _ = process.communicate()  # error: blocking-subprocess
        yield self.finish(output)

    def options(self, name: str) -> None:
        self.write({"exists": call(lambda: self.pages.exists(name))})
