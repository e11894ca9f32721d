"""AL113 import-on-loop."""

from asynclint.rule import Blocking

from .reports import BlockingRule


class ImportOnLoop(BlockingRule):
    """Reports an import, or a reading of certificates, that holds up an event loop.

    ## What it does
    Finds `importlib.import_module`, scans of installed distributions by `importlib.metadata`,
    `ssl.create_default_context` and `SSLContext.load_*`, wherever an event loop reaches them through plain calls.

    ## Why is this bad?
    A first import looks through the path, reads files and runs the module; a large one takes seconds. Metadata are read
    from every installed distribution. A default TLS context reads and parses the certificates of the system, anew each
    time.

    ## Example

    ```python
    import importlib


    async def load_plugin(name):
        return importlib.import_module(f"plugins.{name}")  # error: import-on-loop
    ```

    ```python
    # file: app/tls.py
    import ssl


    def context():
        return ssl.create_default_context()  # error: import-on-loop

    # file: app/connect.py
    import asyncio

    from app.tls import context


    async def connect(host):
        return await asyncio.open_connection(host, 443, ssl=context())
    ```

    ## Use instead

    ```python
    import asyncio
    import importlib


    async def load_plugin(name):
        return await asyncio.to_thread(importlib.import_module, f"plugins.{name}")
    ```

    Make a context once, before the loop starts:

    ```python
    import asyncio
    import ssl

    CONTEXT = ssl.create_default_context()


    async def connect(host):
        return await asyncio.open_connection(host, 443, ssl=CONTEXT)
    ```

    Twisted:

    ```python
    import importlib

    from twisted.internet.threads import deferToThread


    async def load_plugin(name):
        return await deferToThread(importlib.import_module, f"plugins.{name}")
    ```

    ## Known problems
    Off by default, because nobody can tell from the code whether it costs anything: a module that is loaded already is
    only looked up, and a program that does this once, at its start, may well wait. `import` statements inside functions
    are not reported.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * `# asynclint: ignore[import-on-loop] the reason` on the call, or on any call of its trace, says that the wait is
      meant.
    * `extend-select = ["import-on-loop"]` switches the rule on.

    ## References
    * [`importlib.import_module`](https://docs.python.org/3/library/importlib.html#importlib.import_module)
    * [`ssl.create_default_context`](https://docs.python.org/3/library/ssl.html#ssl.create_default_context)
    * [importlib.metadata](https://docs.python.org/3/library/importlib.metadata.html)
    """

    code = "AL113"
    name = "import-on-loop"
    since = "0.1"
    default = False
    kinds = (Blocking.IMPORT,)
    waits = "reads and runs code or certificates"
