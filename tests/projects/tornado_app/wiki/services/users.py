"""Users: once on the loop, which is wrong, and once in a thread."""

from tornado.ioloop import IOLoop

from wiki.helpers.offload import in_pool
from wiki.storage.database import UserTable


class UserService:
    def __init__(self, table: UserTable) -> None:
        self.table = table

    def email(self, name: str) -> str:
        user = self.table.find(name)
        return user[1] if user else ""

    async def rename(self, old: str, new: str) -> None:
        await IOLoop.current().run_in_executor(None, self.table.rename, old, new)
        await in_pool(self.table.rename, old, new)
        await in_pool(lambda: self.table.rename(old, new))
