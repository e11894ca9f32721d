"""Puts the application together."""

from pathlib import Path

from tornado.web import Application

from wiki.clients.search import SearchClient
from wiki.handlers.account import AccountHandler
from wiki.handlers.chat import ChatHandler
from wiki.handlers.pages import HistoryHandler, PageHandler, StaticPageHandler
from wiki.jobs.periodic import start_jobs
from wiki.services.pages import PageService
from wiki.services.users import UserService
from wiki.settings import Settings
from wiki.storage.database import UserTable
from wiki.storage.files import PageStore
from wiki.storage.sessions import SessionStore


def make_app(settings: Settings) -> Application:
    sessions = SessionStore(Path(settings.folder) / "sessions")
    pages = PageService(PageStore(Path(settings.folder)), SearchClient(settings.search_url))
    users = UserService(UserTable(settings.database))
    start_jobs(sessions, settings.search_url)
    common = {"sessions": sessions, "users": users}
    return Application(
        [
            (r"/account", AccountHandler, common),
            (r"/chat", ChatHandler, {"path": Path(settings.folder) / "chat.log"}),
            (r"/static/(.*)", StaticPageHandler, common),
            (r"/history/(.*)", HistoryHandler, {"pages": pages, **common}),
            (r"/(.*)", PageHandler, {"pages": pages, **common}),
        ],
        pages=pages,
    )
