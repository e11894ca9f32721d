"""Round every request."""

import time

from aiohttp import web

from shop.helpers.timing import measured


@web.middleware
async def timing(request: web.Request, handler):
    started = time.perf_counter()
    response = await handler(request)
    measured[request.path] = time.perf_counter() - started
    return response
