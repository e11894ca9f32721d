"""Handlers for orders."""

from aiohttp import web

from shop.helpers.background import Background, fire
from shop.helpers.timing import measured_as
from shop.model import Order
from shop.services.orders import OrderService


class OrderHandlers:
    def __init__(self, service: OrderService, background: Background) -> None:
        self.service = service
        self.background = background

    def routes(self) -> list[web.AbstractRouteDef]:
        return [web.post("/orders", self.place), web.delete("/orders/{number}", self.cancel)]

    async def place(self, request: web.Request) -> web.Response:
        data = await request.json()
        order = Order(data["number"], data["email"])
        with measured_as("place"):
            receipt = await self.service.place(order)
        fire(self.service.ship(order))  # error: dangling-task
        shipping = fire(self.service.ship(order))
        await shipping
        self.background.start(self.service.ship(order))
        return web.json_response({"receipt": receipt})

    async def cancel(self, request: web.Request) -> web.Response:
        await self.service.cancel(int(request.match_info["number"]))
        return web.Response(text="cancelled")
