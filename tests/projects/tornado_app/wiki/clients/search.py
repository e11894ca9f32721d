"""The search engine: one method waits, the other does not."""

import json
import urllib.request

from tornado import gen
from tornado.httpclient import AsyncHTTPClient, HTTPRequest


class SearchClient:
    def __init__(self, url: str) -> None:
        self.url = url
        self.client = AsyncHTTPClient()

    def index(self, name: str, text: str) -> int:
        request = urllib.request.Request(f"{self.url}/{name}", json.dumps({"text": text}).encode(), method="PUT")
        with urllib.request.urlopen(request, timeout=10) as answer:  # error: blocking-http "urlopen"
            return int(answer.status)

    @gen.coroutine
    def find(self, words):
        answer = yield self.client.fetch(HTTPRequest(f"{self.url}?q={words}"))
        return json.loads(answer.body)

    async def healthy(self) -> bool:
        answer = await self.client.fetch(self.url, raise_error=False)
        return answer.code == 200
