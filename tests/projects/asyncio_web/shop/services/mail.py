"""Mail is sent in a thread; letters wait for a printer that needs a moment."""

import asyncio
import smtplib
import threading
import time

from shop.helpers.threads import in_thread
from shop.model import Order


class MailService:
    def __init__(self, host: str) -> None:
        self.host = host
        self.sent = 0
        self.lock = threading.Lock()

    async def confirm(self, order: Order) -> None:
        await self.send(order.email, f"Your order {order.number} is {order.state}.")
        self.count()

    @in_thread
    def send(self, address: str, text: str) -> None:
        with smtplib.SMTP(self.host) as server:
            server.sendmail("shop@example.org", [address], text)

    def count(self) -> None:
        with self.lock:
            self.sent += 1

    def feed(self) -> None:
        time.sleep(0.001)  # asynclint: ignore[blocking-sleep] the printer needs a millisecond between two pages

    def settle(self) -> None:
        time.sleep(0.5)

    async def letter(self, pages: int) -> None:
        for _ in range(pages):
            self.feed()
        self.settle()  # asynclint: ignore[blocking-sleep] once a day, and the shop is closed then
        await asyncio.sleep(0)

    async def bulk(self, orders: list[Order]) -> None:
        asyncio.gather(*[self.confirm(order) for order in orders])  # error: unawaited-future
        await asyncio.gather(*(self.confirm(order) for order in orders))
