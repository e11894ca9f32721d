"""AL103 blocking-network."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingNetwork(BlockingRule):
    """Reports a blocking use of the network that holds up an event loop.

    ## What it does
    Finds sockets, look-ups of names, TLS handshakes, `select`, and the clients for mail, FTP, SSH and XML-RPC that are
    built on them (`smtplib`, `imaplib`, `poplib`, `ftplib`, `paramiko`, `xmlrpc.client`, …), wherever an event loop
    reaches them through plain calls. Sockets that are told not to wait are silent: by `setblocking(False)` in the
    function or the class that has them, or where a handler round the call expects `BlockingIOError`.

    ## Why is this bad?
    A connection waits for the other side, which may be slow or gone. Even the look-up of a name asks a server. The loop
    can serve nobody meanwhile, although waiting for many connections at once is what it is for.

    ## Example

    ```python
    import socket


    async def is_up(host):
        with socket.create_connection((host, 22)):  # error: blocking-network
            return True
    ```

    ```python
    # file: app/mail.py
    import smtplib


    def send(message):
        with smtplib.SMTP("mail.example.org") as server:  # error: blocking-network
            server.send_message(message)  # error: blocking-network

    # file: app/orders.py
    from app.mail import send


    async def confirm(order):
        send(order.confirmation())
    ```

    ## Use instead

    ```python
    import asyncio


    async def is_up(host):
        _, writer = await asyncio.open_connection(host, 22)
        writer.close()
        await writer.wait_closed()
        return True
    ```

    The loop looks names up in a thread:

    ```python
    import asyncio


    async def addresses(host):
        return await asyncio.get_running_loop().getaddrinfo(host, 443)
    ```

    Twisted and Tornado:

    ```python
    from tornado.tcpclient import TCPClient
    from twisted.internet import reactor
    from twisted.internet.endpoints import TCP4ClientEndpoint
    from twisted.internet.protocol import Factory


    async def with_tornado(host):
        stream = await TCPClient().connect(host, 22)
        stream.close()


    async def with_twisted(host, factory: Factory):
        return await TCP4ClientEndpoint(reactor, host, 22).connect(factory)
    ```

    ## Known problems
    A socket that somebody else has made non-blocking is only known to be so when `setblocking(False)` or
    `settimeout(0)` is called on it where asynclint can see it.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * `# asynclint: ignore[blocking-network] the reason` on the call, or on any call of its trace, says that the wait is
      meant.

    ## References
    * [asyncio: streams](https://docs.python.org/3/library/asyncio-stream.html)
    * [asyncio: `loop.getaddrinfo`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.getaddrinfo)
    * [socket: notes on timeouts](https://docs.python.org/3/library/socket.html#notes-on-socket-timeouts)
    * [Tornado: `TCPClient`](https://www.tornadoweb.org/en/stable/tcpclient.html)
    * [Twisted: endpoints](https://docs.twisted.org/en/stable/core/howto/endpoints.html)
    """

    code = "AL103"
    name = "blocking-network"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()
    kinds = (Blocking.NETWORK,)
    waits = "waits for the network"
