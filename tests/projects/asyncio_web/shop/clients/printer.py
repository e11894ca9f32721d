"""The label printer of the warehouse; its library is described in asynclint-knowledge.toml."""

import asyncio

import labelprinter

printer = labelprinter.connect()


async def print_now(text: str) -> None:
    printer.print_label(text)  # error: configured-blocking-call


async def print_later(text: str) -> None:
    printer.print_label(text, wait=False)


async def print_in_thread(text: str) -> None:
    await asyncio.to_thread(printer.print_label, text)
