"""An old directory, over XML-RPC and HTTP. Its methods wait."""

import abc
import xmlrpc.client

import requests


class Directory(abc.ABC):
    def email(self, name: str) -> str:
        return str(self.entry(name)["email"])

    @abc.abstractmethod
    def entry(self, name: str) -> dict[str, object]: ...


class LegacyDirectory(Directory):
    def __init__(self, url: str) -> None:
        self.session = requests.Session()
        self.url = url

    def entry(self, name: str) -> dict[str, object]:
        return self.session.get(f"{self.url}/{name}").json()  # error: blocking-http


class OldestDirectory(Directory):
    """Not used on the loop: only its report is, in a thread."""

    def __init__(self, url: str) -> None:
        self.proxy = xmlrpc.client.ServerProxy(url)

    def entry(self, name: str) -> dict[str, object]:
        return {"name": name, "email": ""}

    def report(self) -> object:
        return self.proxy.report()
