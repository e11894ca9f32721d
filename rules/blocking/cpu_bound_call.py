"""AL110 cpu-bound-call."""

from asynclint.rule import Blocking

from .reports import BlockingRule


class CpuBoundCall(BlockingRule):
    """Reports a long computation that holds up an event loop.

    ## What it does
    Finds calls that are known to compute for long, above all key derivation (`hashlib.scrypt`, `hashlib.pbkdf2_hmac`),
    wherever an event loop reaches them through plain calls. What is long only for large data, such as `zlib.compress`,
    is *possible* and not shown by default.

    ## Why is this bad?
    A computation holds the loop as a sleep does. Key derivation is slow on purpose: a tenth of a second for each log-in
    limits a server to ten log-ins a second, and delays everything else.

    ## Example

    ```python
    import hashlib


    async def log_in(password, salt, expected):
        digest = hashlib.scrypt(password, salt=salt, n=2**14, r=8, p=1)  # error: cpu-bound-call
        return digest == expected
    ```

    ```python
    # file: app/passwords.py
    import hashlib


    def derive(password, salt):
        return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)  # error: cpu-bound-call

    # file: app/accounts.py
    from app.passwords import derive


    async def register(store, name, password, salt):
        await store.add(name, derive(password, salt))
    ```

    ## Use instead

    `hashlib` lets other threads run while it derives a key, so a thread is enough:

    ```python
    import asyncio
    import hashlib


    def derive(password, salt):
        return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)


    async def register(store, name, password, salt):
        await store.add(name, await asyncio.to_thread(derive, password, salt))
    ```

    Pure Python does not: give it to a process.

    ```python
    import asyncio
    from concurrent.futures import ProcessPoolExecutor


    def layout(text):
        return sorted(text.split())


    async def page(text, pool: ProcessPoolExecutor):
        return await asyncio.get_running_loop().run_in_executor(pool, layout, text)
    ```

    Twisted:

    ```python
    import hashlib

    from twisted.internet.threads import deferToThread


    async def derive(password, salt):
        return await deferToThread(hashlib.pbkdf2_hmac, "sha256", password, salt, 600_000)
    ```

    ## Known problems
    Loops of the program's own code are not measured; only calls that the knowledge base lists are found. Small
    parameters, as in tests, make a listed call fast. Some listed calls, such as making or checking one signature of a
    JSON object, take less than a millisecond: they count where a server does them for each of many messages, and are
    *possible* only.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * `# asynclint: ignore[cpu-bound-call] the reason` on the call, or on any call of its trace, says that the wait is
      meant.

    ## References
    * [hashlib: key derivation](https://docs.python.org/3/library/hashlib.html#key-derivation)
    * [asyncio: running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    * [`loop.run_in_executor`](https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.run_in_executor)
    """

    code = "AL110"
    name = "cpu-bound-call"
    since = "0.1"
    kinds = (Blocking.CPU,)
    waits = "computes for long"
