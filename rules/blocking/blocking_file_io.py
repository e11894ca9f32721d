"""AL105 blocking-file-io."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingFileIo(BlockingRule):
    """Reports access to files that holds up an event loop.

    ## What it does
    Finds `open`, the reading and writing of file objects, `pathlib.Path` and `os` calls that ask the disk, `shutil`,
    `glob`, `tempfile`, archives and compressed files, `json.load` and its like, wherever an event loop reaches them
    through plain calls. Calls that only work on the text of a path (`os.path.join`, `Path.with_suffix`) and files in
    memory (`io.BytesIO`, `/proc`, `os.devnull`) are silent.

    ## Why is this bad?
    Operating systems offer no ready way to wait for an ordinary file together with sockets, so the call waits, and the
    loop with it. A local disk in the cache answers at once; a network share, a full disk or a large file does not.

    ## Example

    ```python
    import json


    async def settings(path):
        with open(path) as file:  # error: blocking-file-io
            return json.load(file)
    ```

    A plain function that a coroutine calls is one finding, at its first access that does more than ask about a file
    (`os.path.exists`, `Path.is_dir`, `os.stat`); one that only asks is *possible*. In a coroutine each access is one.
    Opening a file and working with it in the same function is one finding. A file that comes from elsewhere is reported
    where it is used first:

    ```python
    # file: app/log.py
    class Journal:
        def __init__(self, path):
            self.file = open(path, "a")

        def note(self, text):
            self.file.write(text)  # error: blocking-file-io

    # file: app/server.py
    from app.log import Journal

    journal = Journal("server.log")


    async def serve(request):
        journal.note(request.path)
    ```

    ## Use instead

    ```python
    import asyncio
    import json
    from pathlib import Path


    def read_settings(path):
        return json.loads(Path(path).read_text(encoding="utf-8"))


    async def settings(path):
        return await asyncio.to_thread(read_settings, path)
    ```

    Trio and AnyIO have files that do this by themselves; Tornado and Twisted run functions in threads:

    ```python
    from pathlib import Path

    import anyio
    import trio
    from tornado.ioloop import IOLoop
    from twisted.internet.threads import deferToThread


    async def with_trio(path):
        async with await trio.open_file(path) as file:
            return await file.read()


    async def with_anyio(path):
        return await anyio.Path(path).read_text()


    async def with_tornado(path: Path):
        return await IOLoop.current().run_in_executor(None, path.read_text)


    async def with_twisted(path: Path):
        return await deferToThread(path.read_text)
    ```

    What is read once may be read before the loop starts:

    ```python
    import asyncio
    from pathlib import Path

    TEMPLATE = Path("page.html").read_text(encoding="utf-8")


    async def page(name):
        return TEMPLATE.format(name=name)


    asyncio.run(page("x"))
    ```

    ## Known problems
    How fast a file answers is not known, and many programs rightly accept the wait for a small local file. Say so with
    a comment, or ignore the rule. A function that keeps its result (`functools.cache`, `cached_property`) is silent: it
    reads once.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * Selected by an alias alone, the rule reports a part: `open` (ASYNC230), `os.fdopen` (ASYNC231), any method of a
      file object, also one that goes on with a file (ASYNC232), `os.path` and `pathlib` (ASYNC240).
    * `# asynclint: ignore[blocking-file-io] the reason` on the call, or on any call of its trace, says that the wait is
      meant.

    ## References
    * [asyncio: running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    * [`asyncio.to_thread`](https://docs.python.org/3/library/asyncio-task.html#asyncio.to_thread)
    * [Trio: asynchronous filesystem I/O](https://trio.readthedocs.io/en/stable/reference-io.html#asynchronous-filesystem-i-o)
    * [Twisted: using threads](https://docs.twisted.org/en/stable/core/howto/threading.html)
    """

    code = "AL105"
    name = "blocking-file-io"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ("ASYNC230", "ASYNC231", "ASYNC232", "ASYNC240")
    kinds = (Blocking.FILE,)
    waits = "waits for the disk"
    each_use = ("ASYNC232", ("io.IOBase",))

    def part(self, callee: str) -> tuple[str, ...]:
        """What opens a file by name or by descriptor, what uses a file object, and what asks about paths."""
        if callee in _OPENING:
            return (_OPENING[callee],)
        if callee.startswith("io."):
            return ("ASYNC232",)
        return ("ASYNC240",) if callee.startswith(("os.path.", "pathlib.")) else ()


_OPENING = {"open": "ASYNC230", "pathlib.Path.open": "ASYNC230", "os.fdopen": "ASYNC231"}
