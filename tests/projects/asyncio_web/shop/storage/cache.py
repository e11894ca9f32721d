"""Prices in Redis, asynchronously, with a copy in memory."""

import threading

import redis.asyncio


class PriceCache:
    def __init__(self, host: str) -> None:
        self.client = redis.asyncio.Redis(host=host)
        self.known: dict[str, str] = {}
        self.lock = threading.Lock()

    def remember(self, name: str, price: str) -> None:
        with self.lock:
            self.known[name] = price

    async def price(self, name: str) -> str | None:
        if name in self.known:
            return self.known[name]
        price = await self.client.get(name)
        self.remember(name, price)
        return price

    async def missing(self, names: list[str]) -> list[str]:
        return [name for name in names if not self.price(name)]  # error: coroutine-in-condition

    async def total(self, names: list[str]) -> float:
        prices = [await self.price(name) for name in names]
        return sum(float(price) for price in prices if price)

    async def doubled(self, name: str) -> str:
        price = self.price(name)  # error: coroutine-as-value
        return price * 2
