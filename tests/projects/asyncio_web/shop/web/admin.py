"""Handlers for the staff."""

import asyncio
import subprocess

from aiohttp import web

from shop.services.orders import OrderService
from shop.storage.sqlite import AuditedRepository


def version() -> str:
    return subprocess.check_output(["git", "describe"], text=True)  # error: blocking-subprocess


async def version_asynchronously() -> str:
    process = await asyncio.create_subprocess_exec("git", "describe", stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    return output.decode()


class AdminHandlers:
    def __init__(self, service: OrderService) -> None:
        self.service = service

    def routes(self) -> list[web.AbstractRouteDef]:
        return [web.get("/admin", self.status), web.get("/admin/report", self.report)]

    async def status(self, request: web.Request) -> web.Response:
        return web.json_response({"version": version(), "other": await version_asynchronously()})

    async def report(self, request: web.Request) -> web.Response:
        repository = self.service.repository
        if isinstance(repository, AuditedRepository):
            await asyncio.to_thread(repository.vacuum)
            return web.json_response({"orders": repository.count()})
        return web.json_response(self.service.statement())  # error: coroutine-as-value
