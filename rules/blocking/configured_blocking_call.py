"""AL115 configured-blocking-call."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class ConfiguredBlockingCall(BlockingRule):
    """Reports a call that the project's own knowledge files mark as blocking and that holds up an event loop.

    ## What it does
    Finds calls of the functions and methods to which a file of the `knowledge` setting gives `blocks = "configured"`,
    wherever an event loop reaches them through plain calls.

    ## Why is this bad?
    A project knows best what its own libraries and its extension modules do. A call that it declares as blocking stops
    the loop like any other: no task, no timeout and no connection goes on meanwhile.

    ## Example
    With the knowledge file below:

    ```python
    # file: shop/labels.py
    import labelprinter


    def print_label(order):
        labelprinter.send(order.label)  # error: configured-blocking-call

    # file: shop/orders.py
    from labelprinter import Printer

    from shop.labels import print_label


    async def ship(order):
        print_label(order)
        Printer().flush()  # error: configured-blocking-call
    ```

    ## Use instead

    ```python
    import asyncio

    import labelprinter


    async def ship(order):
        await asyncio.to_thread(labelprinter.send, order.label)
        labelprinter.Printer().flush(wait=False)
    ```

    Twisted:

    ```python
    import labelprinter
    from twisted.internet.threads import deferToThread


    async def ship(order):
        await deferToThread(labelprinter.send, order.label)
    ```

    ## Known problems
    A knowledge file is believed: a wrong row makes wrong findings. A row that gives another kind (`blocks = "network"`)
    is reported by the rule of that kind.

    ## Options
    * `knowledge = ["asynclint-knowledge.toml"]` names the files. The examples are checked with this one:

    ```toml
    [header]
    distribution = "labelprinter"
    versions = "1"
    source = "our wiki"
    modules = ["labelprinter"]

    [functions]
    "labelprinter: send reset" = { blocks = "configured" }

    [classes."labelprinter.Printer".methods]
    flush = { blocks = "configured", unless = ["wait=False"] }
    ```

    * `# asynclint: ignore[configured-blocking-call] the reason` on the call, or on any call of its trace, says that the
      wait is meant.

    ## References
    * [asyncio: running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    * All keys of a knowledge file: `asynclint/knowledge/schema.py`; an introduction: `rules/README.md`
    """

    code = "AL115"
    name = "configured-blocking-call"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ("ASYNC200",)
    kinds = (Blocking.CONFIGURED,)
    waits = "blocks, as the project's knowledge files say,"
