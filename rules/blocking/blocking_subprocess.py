"""AL104 blocking-subprocess."""

from typing import TYPE_CHECKING

from asynclint.rule import Blocking, Fixable

from .processes import run_without_blocking
from .reports import BlockingRule

if TYPE_CHECKING:
    from asynclint.rule import Finding, Fix, FixableFile


class BlockingSubprocess(BlockingRule):
    """Reports the start of another process, or a wait for one, that holds up an event loop.

    ## What it does
    Finds `subprocess.run` and its relatives, `Popen` and its `wait` and `communicate`, `os.system`, `os.popen`,
    `os.wait` and their like, wherever an event loop reaches them through plain calls. A `wait` behind a loop that
    has polled until the process had ended is silent.

    ## Why is this bad?
    Most of these calls return when the other process has ended, and until then the loop stands still. `Popen` alone
    does not wait for the end, but starting a process takes milliseconds by itself.

    ## Example

    ```python
    import subprocess


    async def version():
        return subprocess.check_output(["git", "describe"], text=True)  # error: blocking-subprocess
    ```

    ```python
    import subprocess


    async def install(package):
        subprocess.check_call(["pip", "install", package], cwd="/srv")  # error: blocking-subprocess
    ```

    ```python
    # file: app/convert.py
    import subprocess


    class Converter:
        def convert(self, path):
            subprocess.run(["ffmpeg", "-i", path, "out.webm"], check=True)  # error: blocking-subprocess

    # file: app/upload.py
    from app.convert import Converter

    converter = Converter()


    async def upload(request):
        converter.convert(await request.save())
    ```

    ## Use instead

    ```python
    import asyncio


    async def version():
        process = await asyncio.create_subprocess_exec("git", "describe", stdout=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        return output.decode()
    ```

    Trio, Tornado and Twisted:

    ```python
    import trio
    from tornado.process import Subprocess
    from twisted.internet.utils import getProcessOutput


    async def with_trio():
        return await trio.run_process(["git", "describe"], capture_stdout=True)


    async def with_tornado():
        process = Subprocess(["git", "describe"], stdout=Subprocess.STREAM)
        output = await process.stdout.read_until_close()
        await process.wait_for_exit()
        return output


    async def with_twisted():
        return await getProcessOutput("/usr/bin/git", ["describe"])
    ```

    ## Fix safety
    Unsafe: other tasks run while the process does, and cancellation can end the wait before the process ends. Only
    `subprocess.run`, `call` and `check_call` of a list whose result is not used are mended, where they stand directly
    in a coroutine: with `asyncio.create_subprocess_exec`, `trio.run_process` or `anyio.run_process`.

    ## Known problems
    How long the other process runs is not known: a start that takes a moment is reported like one that takes an hour.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * Selected by an alias alone, the rule reports a part: `Popen` (ASYNC220), running a process (ASYNC221), and waiting
      for one (ASYNC222).
    * `# asynclint: ignore[blocking-subprocess] the reason` on the call, or on any call of its trace, says that the wait
      is meant.

    ## References
    * [asyncio: subprocesses](https://docs.python.org/3/library/asyncio-subprocess.html)
    * [subprocess](https://docs.python.org/3/library/subprocess.html)
    * [Trio: spawning subprocesses](https://trio.readthedocs.io/en/stable/reference-io.html#spawning-subprocesses)
    * [Tornado: `tornado.process`](https://www.tornadoweb.org/en/stable/process.html)
    * [Twisted: using processes](https://docs.twisted.org/en/stable/core/howto/process.html)
    """

    code = "AL104"
    name = "blocking-subprocess"
    since = "0.1"
    fixable = Fixable.UNSAFE
    aliases = ("ASYNC220", "ASYNC221", "ASYNC222")
    kinds = (Blocking.SUBPROCESS,)
    waits = "starts or waits for another process"

    def part(self, callee: str) -> tuple[str, ...]:
        """Starting a process that goes on by itself, running one to its end, and waiting for one."""
        if callee == "subprocess.Popen":
            return ("ASYNC220",)
        return ("ASYNC222",) if callee.startswith(("os.wait", "subprocess.Popen.")) else ("ASYNC221",)

    def fix(self, finding: "Finding", file: "FixableFile") -> "Fix | None":
        """Run the process in the way of the framework that runs the coroutine."""
        mended = run_without_blocking(file, file.call(finding), *finding.remedy)
        return (
            super().fix(finding, file)
            if mended is None
            else self.mended(f"Run the process with `{mended[0]}`", mended[1])
        )
