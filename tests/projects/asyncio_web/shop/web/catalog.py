"""Handlers for documents and prices."""

import asyncio
import io
from pathlib import Path

from aiohttp import web

from shop.config import banner
from shop.helpers.timing import journaled_as
from shop.model import Document
from shop.services.pricing import large_price_list
from shop.storage.notes import Notes


class CatalogHandlers:
    def __init__(self, folder: Path, notes: Notes) -> None:
        self.folder = folder
        self.notes = notes

    def routes(self) -> list[web.AbstractRouteDef]:
        return [web.get("/", self.index), web.get("/documents/{name}", self.document), web.post("/upload", self.upload)]

    async def index(self, request: web.Request) -> web.Response:
        return web.Response(text=banner())

    async def document(self, request: web.Request) -> web.Response:
        document = Document(self.folder / request.match_info["name"])
        with journaled_as(document.name):
            return web.Response(text=document.text)

    async def upload(self, request: web.Request) -> web.Response:
        body = await request.read()
        memory = io.BytesIO(body)
        memory.seek(0)
        self.note(f"{len(memory.read())} bytes")
        loop = asyncio.get_running_loop()
        loop.run_in_executor(None, self.store, body)  # error: unawaited-future
        await loop.run_in_executor(None, self.store, body)
        await loop.run_in_executor(None, lambda: self.store(body))
        prices = await large_price_list(self.folder / "prices.csv")
        return web.Response(text=f"{len(prices)}")

    def note(self, text: str) -> None:
        self.notes.add(text)

    def store(self, body: bytes) -> None:
        (self.folder / "upload").write_bytes(body)
