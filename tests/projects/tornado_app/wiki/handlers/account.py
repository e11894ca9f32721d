"""Handlers for accounts."""

import hashlib

from tornado.ioloop import IOLoop

from wiki.handlers.base import BaseHandler
from wiki.helpers.offload import in_pool, settle


def derive(password: bytes) -> str:
    return hashlib.pbkdf2_hmac("sha256", password, b"salt", 600_000).hex()


def derive_at_once(password: bytes) -> str:
    return hashlib.pbkdf2_hmac("sha256", password, b"salt", 600_000).hex()  # error: cpu-bound-call


class AccountHandler(BaseHandler):
    def prepare(self) -> None:
        if self.current_user:
            self.set_header("X-Email", self.users.email(self.current_user))

    def write_error(self, status_code: int, **kwargs) -> None:
        settle(1)
        self.finish(str(status_code))

    async def post(self) -> None:
        password = self.get_body_argument("password").encode()
        if derive_at_once(password) == await in_pool(derive, password):
            await self.users.rename(self.current_user, self.get_body_argument("name"))
        IOLoop.current().run_in_executor(None, derive, password)  # error: unawaited-future
