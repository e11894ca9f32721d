"""AL109 blocking-input."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingInput(BlockingRule):
    """Reports a call that waits for a person and holds up an event loop.

    ## What it does
    Finds `input`, `getpass.getpass`, `sys.stdin.readline`, debuggers (`breakpoint`, `pdb.set_trace`), `code.interact`,
    `webbrowser.open` and dialogues, wherever an event loop reaches them through plain calls.

    ## Why is this bad?
    People take seconds, or go away. Until they answer, no other task of the program runs: heartbeats stop, and servers
    close their connections.

    ## Example

    ```python
    async def chat(connection):
        while True:
            await connection.send(input("> "))  # error: blocking-input
    ```

    ```python
    # file: tool/prompts.py
    import getpass


    def password():
        return getpass.getpass()  # error: blocking-input

    # file: tool/login.py
    from tool.prompts import password


    async def log_in(client):
        await client.log_in(password())
    ```

    ## Use instead

    ```python
    import asyncio


    async def chat(connection):
        while True:
            await connection.send(await asyncio.to_thread(input, "> "))
    ```

    Ask before the loop starts when the answer is needed once:

    ```python
    import asyncio
    import getpass


    async def log_in(client, password):
        await client.log_in(password)


    def main(client):
        password = getpass.getpass()
        asyncio.run(log_in(client, password))
    ```

    Twisted reads standard input as a protocol:

    ```python
    import os

    from twisted.internet import stdio
    from twisted.protocols.basic import LineReceiver


    class Prompt(LineReceiver):
        delimiter = os.linesep.encode()

        def lineReceived(self, line):
            self.sendLine(line)


    def start():
        stdio.StandardIO(Prompt())
    ```

    ## Known problems
    A thread that waits in `input` cannot be interrupted: a program that ends waits until somebody presses Enter.
    Stopping in a debugger is what `breakpoint` is for; the finding is a reminder to take it out.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * `# asynclint: ignore[blocking-input] the reason` on the call, or on any call of its trace, says that the wait is
      meant.

    ## References
    * [`input`](https://docs.python.org/3/library/functions.html#input)
    * [`asyncio.to_thread`](https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread)
    * [Twisted: `StandardIO`](https://docs.twisted.org/en/stable/api/twisted.internet.stdio.html)
    """

    code = "AL109"
    name = "blocking-input"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ("ASYNC250",)
    kinds = (Blocking.INPUT,)
    waits = "waits for a person"
