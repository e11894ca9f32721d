"""News of other wikis."""

import requests
from tornado.httpclient import HTTPClient


class Feed:
    """What all feeds share."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.items: list[str] = []

    def update(self) -> None:
        self.items = self.download().splitlines()

    def download(self) -> str:
        raise NotImplementedError


class PlainFeed(Feed):
    def download(self) -> str:
        return requests.get(self.url, timeout=5).text  # error: blocking-http "requests.get"


class SignedFeed(Feed):
    def download(self) -> str:
        answer = HTTPClient().fetch(self.url)  # error: blocking-http "HTTPClient.fetch"
        return answer.body.decode()


class EveryFeed:
    def __init__(self, feeds: list[Feed]) -> None:
        self.feeds = feeds

    def update(self) -> None:
        for feed in self.feeds:
            feed.update()
