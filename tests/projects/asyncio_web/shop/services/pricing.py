"""Prices, from files and from the net."""

import asyncio
import csv
from collections.abc import Iterator
from pathlib import Path

import aiohttp

from shop.helpers.sync import pause, wait_for_result


async def refresh_rates(url: str) -> dict[str, float]:
    async with aiohttp.ClientSession() as session:
        response = await session.get(url)
        return await response.json()


def rows(path: Path) -> Iterator[list[str]]:
    with path.open() as file:  # error: blocking-file-io
        yield from csv.reader(file)


def all_rows(path: Path) -> list[list[str]]:
    """For threads."""
    text = path.read_text(encoding="utf-8")
    pause(0.1)
    return list(csv.reader(text.splitlines()))


def current_rates(url: str) -> dict[str, float]:
    return wait_for_result(refresh_rates(url))


async def price_list(path: Path) -> dict[str, float]:
    return {name: float(price) for name, price in rows(path)}


async def large_price_list(path: Path) -> list[list[str]]:
    found = await asyncio.to_thread(all_rows, path)
    pause(0.1)
    return found


async def converted(url: str, price: float) -> float:
    return price * current_rates(url)["EUR"]
