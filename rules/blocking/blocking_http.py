"""AL102 blocking-http."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingHttp(BlockingRule):
    """Reports a synchronous HTTP request that holds up an event loop.

    ## What it does
    Finds requests by `requests`, `urllib.request`, `urllib3`, `http.client`, `httplib2`, `pycurl` and the synchronous
    half of `httpx`, by functions, sessions, clients and connections alike, wherever an event loop reaches them through
    plain calls. Asking and reading the answer in the same function is one finding.

    ## Why is this bad?
    The loop stands still from the look-up of the name to the last byte of the answer. One slow server is enough to stop
    all other requests, and without a time limit it may stop them for ever: `requests` sets none by itself.

    ## Example

    ```python
    import requests


    async def price(symbol):
        return requests.get(f"https://example.org/prices/{symbol}").json()  # error: blocking-http
    ```

    A session that is kept in an attribute is known, too:

    ```python
    # file: shop/client.py
    import requests


    class PriceClient:
        def __init__(self):
            self.session = requests.Session()

        def price(self, symbol):
            return self.session.get(f"https://example.org/prices/{symbol}").json()  # error: blocking-http

    # file: shop/handlers.py
    from shop.client import PriceClient


    class Shop:
        def __init__(self, client: PriceClient):
            self.client = client

        async def total(self, symbols):
            return sum(self.client.price(symbol) for symbol in symbols)
    ```

    ## Use instead

    ```python
    import httpx


    async def price(symbol):
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"https://example.org/prices/{symbol}")
            return answer.json()
    ```

    Tornado and Twisted bring clients of their own:

    ```python
    from tornado.httpclient import AsyncHTTPClient
    from twisted.internet import reactor
    from twisted.internet.defer import inlineCallbacks
    from twisted.web.client import Agent, readBody


    async def with_tornado(url):
        answer = await AsyncHTTPClient().fetch(url)
        return answer.body


    @inlineCallbacks
    def with_twisted(url):
        answer = yield Agent(reactor).request(b"GET", url)
        body = yield readBody(answer)
        return body
    ```

    A synchronous library may run in a thread:

    ```python
    import asyncio

    import requests


    async def price(symbol):
        answer = await asyncio.to_thread(requests.get, f"https://example.org/prices/{symbol}", timeout=10)
        return answer.json()
    ```

    ## Known problems
    A client whose type cannot be told, such as a parameter without annotation, is not reported.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * Selected by an alias alone, the rule reports a part: functions (ASYNC210), the pools of `urllib3` (ASYNC211), all
      clients and sessions, with any method of `httpx.Client` and of those pools (ASYNC212).
    * `# asynclint: ignore[blocking-http] the reason` on the call, or on any call of its trace, says that the wait is
      meant.

    ## References
    * [asyncio: running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    * [requests: timeouts](https://requests.readthedocs.io/en/latest/user/quickstart/#timeouts)
    * [HTTPX: async support](https://www.python-httpx.org/async/)
    * [Tornado: asynchronous HTTP client](https://www.tornadoweb.org/en/stable/httpclient.html)
    * [Twisted: using the web client](https://docs.twisted.org/en/stable/web/howto/client.html)
    """

    code = "AL102"
    name = "blocking-http"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ("ASYNC210", "ASYNC211", "ASYNC212")
    kinds = (Blocking.HTTP,)
    waits = "waits for an HTTP answer"
    each_use = (
        "ASYNC212",
        (
            "httpx.Client",
            "urllib3.PoolManager",
            "urllib3.connectionpool.ConnectionPool",
            "urllib3._request_methods.RequestMethods",
        ),
    )

    def part(self, callee: str) -> tuple[str, ...]:
        """Functions, the pools of `urllib3`, and other clients."""
        owner = callee.rpartition(".")[0].rpartition(".")[2]
        if not owner[:1].isupper():
            return ("ASYNC210",)
        return ("ASYNC211", "ASYNC212") if callee.startswith("urllib3.") else ("ASYNC212",)
