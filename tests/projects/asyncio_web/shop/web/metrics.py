"""Counts that other programs send; the loop calls these methods."""

import asyncio
import socket
from pathlib import Path


class Counter:
    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, name: str) -> None:
        with self.path.open("a") as file:  # error: blocking-file-io
            file.write(f"{name}\n")


class MetricsProtocol(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.counter = Counter(Path("metrics.txt"))
        self.hosts: dict[str, str] = {}

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.counter.add(data.decode())
        self.resolve(addr[0])

    def resolve(self, address: str) -> None:
        if address not in self.hosts:
            self.hosts[address] = socket.gethostbyaddr(address)[0]  # error: blocking-network

    def dump(self) -> str:
        """Nobody calls it on the loop."""
        return self.counter.path.read_text()
