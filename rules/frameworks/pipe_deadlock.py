"""AL805 pipe-deadlock."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import libcst as cst

from asynclint.model.summary import Op
from asynclint.rule import FileRule, Finding, Fix, Fixable, children

if TYPE_CHECKING:
    from asynclint.rule import FileCall, FileFunction, FileView, FixableFile

_STARTS = frozenset({"asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"})
_PIPE = "PIPE"
"""The last name of ``asyncio.subprocess.PIPE`` and ``subprocess.PIPE``."""
_HARMLESS = frozenset({"wait", "kill", "terminate", "send_signal", "pid", "returncode", "stdin"})


class PipeDeadlock(FileRule):
    """Reports a process that is waited for while nobody reads its pipe.

    ## What it does
    Finds `await process.wait()` for a process that was started in the same function with `stdout=PIPE` or
    `stderr=PIPE`, and of which nothing reads that stream.

    ## Why is this bad?
    A pipe holds some 64 kilobytes. A process that writes more stops until somebody reads, and never ends; who waits
    for its end waits for ever. It works in tests, as long as there is little output.

    ## Example

    ```python
    import asyncio


    async def build(target):
        process = await asyncio.create_subprocess_exec("make", target, stdout=asyncio.subprocess.PIPE)
        await process.wait()  # error: pipe-deadlock
        return process.returncode
    ```

    ## Use instead

    ```python
    import asyncio


    async def build(target):
        process = await asyncio.create_subprocess_exec("make", target, stdout=asyncio.subprocess.PIPE)
        await process.communicate()
        return process.returncode
    ```

    Or do not ask for the output:

    ```python
    import asyncio


    async def build(target):
        process = await asyncio.create_subprocess_exec("make", target, stdout=asyncio.subprocess.DEVNULL)
        return await process.wait()
    ```

    ## Fix safety
    Unsafe: `communicate` also closes the input of the process, and holds all its output in memory. There is a fix only
    where the result of `wait` is not used.

    ## Known problems
    A process that is kept in an attribute or handed to another function is left alone.

    ## Options
    * `# asynclint: ignore[pipe-deadlock] the reason` on the statement says that it is meant.

    ## References
    * [`Process.wait`](https://docs.python.org/3/library/asyncio-subprocess.html#asyncio.subprocess.Process.wait)
    """

    code = "AL805"
    name = "pipe-deadlock"
    since = "0.1"
    names = ("PIPE",)
    fixable = Fixable.UNSAFE

    def check(self, file: "FileView") -> Iterator[Finding]:
        """One finding for each wait."""
        if "asyncio" not in file.imported:
            return
        for call in file.calls_to(_STARTS):
            function = call.function
            piped = [stream for stream in ("stdout", "stderr") if _is_pipe(call, stream)]
            name = _bound_name(call, function) if piped and function is not None else None
            if function is not None and name is not None:
                yield from self._waits(function, name, piped)

    def _waits(self, function: "FileFunction", name: str, piped: list[str]) -> Iterator[Finding]:
        node = function.node
        used = _uses(node, name) if node is not None else None
        if used is None or not any(stream not in used for stream in piped):
            return
        unread = " and ".join(f"`{stream}`" for stream in piped if stream not in used)
        for call in function.calls():
            callee = call.file.summary.expressions[call.row.callee]
            if call.row.name == "wait" and call.file.summary.expressions[callee[1]] == (Op.NAME, name):
                yield self.finding(call, f"the process stops for ever when its pipe is full: nobody reads {unread}")

    def fix(self, finding: Finding, file: "FixableFile") -> Fix | None:
        """``communicate`` instead of ``wait``."""
        call = file.call(finding)
        parents = file.parents(call)
        if not (isinstance(parents[0], cst.Await) and isinstance(parents[1], cst.Expr)):
            return None
        callee = call.func
        if not isinstance(callee, cst.Attribute):
            return None
        return self.mended("Use `communicate`", file.replace_callee(call, f"{file.code(callee.value)}.communicate"))


def _is_pipe(call: "FileCall", stream: str) -> bool:
    expression = call.row.keywords.get(stream)
    row = call.file.summary.expressions[expression or 0]
    return row[0] in (Op.NAME, Op.ATTRIBUTE) and row[-1] == _PIPE


def _bound_name(call: "FileCall", function: "FileFunction") -> str | None:
    """The local name that gets the process."""
    expressions = call.file.summary.expressions
    for name, rows in function.row.bindings.items():
        for row in rows:
            kind, *rest = expressions[row.value]
            if kind == Op.AWAIT and expressions[rest[0]] == (Op.CALL, call.number):
                return name if len(rows) == 1 else None
    return None


def _uses(node: cst.CSTNode, name: str) -> set[str] | None:
    """The attributes that are read of a name; None when it is used otherwise, or its output is collected."""
    found: set[str] = set()
    waiting: list[cst.CSTNode] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, cst.Attribute) and isinstance(one.value, cst.Name) and one.value.value == name:
            found.add(one.attr.value)
            continue
        if isinstance(one, cst.AssignTarget) and isinstance(one.target, cst.Name):
            continue
        if isinstance(one, cst.Name) and one.value == name:
            return None
        waiting.extend([one.value] if isinstance(one, cst.Attribute | cst.Arg) else children(one))
    return found if found <= _HARMLESS | {"stdout", "stderr"} else None
