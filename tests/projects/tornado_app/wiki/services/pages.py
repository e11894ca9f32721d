"""Pages: generators that Tornado runs as coroutines, and native coroutines."""

from tornado import gen

from wiki.clients.search import SearchClient
from wiki.helpers.text import outline, slug
from wiki.storage.files import PageStore


class PageService:
    def __init__(self, store: PageStore, search: SearchClient) -> None:
        self.store = store
        self.search = search

    @gen.coroutine
    def load(self, name):
        text = yield self.store.read(slug(name))
        return text

    @gen.coroutine
    def exists(self, name):
        found = yield self.search.find(name)
        return bool(found)

    @gen.coroutine
    def save(self, name, text):
        yield self.store.write(slug(name), text)
        self.search.index(name, text)

    @gen.coroutine
    def rename(self, old, new):
        if self.exists(new):  # error: unyielded-coroutine
            raise KeyError(new)
        if (yield self.exists(old)):
            text = yield self.load(old)
            yield self.save(new, text)

    @gen.coroutine
    def merge(self, first, second):
        texts = yield [self.load(first), self.load(second)]
        self.note(first)  # error: unawaited-coroutine
        yield self.note(first)
        yield self.save(first, "\n".join(texts))

    async def note(self, name: str) -> None:
        await self.store.append("log", f"{name}\n")

    async def headings(self, name: str) -> list[str]:
        text = self.load(name)  # error: unyielded-coroutine
        return list(outline(text.splitlines()))

    async def summary(self, name: str) -> list[str]:
        text = await self.load(name)
        return list(outline(text.splitlines()))

    async def delete(self, name: str) -> None:
        if not self.search.healthy():  # error: coroutine-in-condition
            return
        try:
            self.save(name, "")  # error: unyielded-coroutine
        except OSError:
            await self.note(name)
