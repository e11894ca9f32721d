"""What all handlers share. Tornado calls these methods on the loop."""

from tornado.web import RequestHandler

from wiki.helpers.text import template
from wiki.services.users import UserService
from wiki.storage.sessions import SessionStore


class BaseHandler(RequestHandler):
    def initialize(self, sessions: SessionStore, users: UserService) -> None:
        self.sessions = sessions
        self.users = users

    def get_current_user(self):
        token = self.get_cookie("session")
        return self.sessions.user(token) if token else None

    def get(self, name: str) -> None:
        self.finish(template().format(body=self.body(name)))

    def body(self, name: str) -> str:
        return name
