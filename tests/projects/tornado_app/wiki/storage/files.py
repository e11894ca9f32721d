"""Pages in files. Everything that waits runs in threads."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tornado.concurrent import run_on_executor
from tornado.locks import Lock


class PageStore:
    executor = ThreadPoolExecutor(max_workers=4)
    writers = ThreadPoolExecutor(max_workers=1)

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = Lock()

    @run_on_executor
    def read(self, name: str) -> str:
        return self.path(name).read_text(encoding="utf-8")

    @run_on_executor(executor="writers")
    def write(self, name: str, text: str) -> None:
        self.path(name).write_text(text, encoding="utf-8")

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.md"

    async def append(self, name: str, text: str) -> None:
        async with self.lock:
            old = await self.read(name)
            await self.write(name, old + text)

    def size(self, name: str) -> int:
        return self.path(name).stat().st_size
