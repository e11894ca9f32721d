"""AL221 wrong-async-dunder."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from asynclint.rule import Finding, Fixable, ProgramRule

if TYPE_CHECKING:
    from asynclint.rule import Program


class WrongAsyncDunder(ProgramRule):
    """Reports special methods of the wrong kind: `async def __init__`, a plain `__aenter__`.

    ## What it does
    Finds `async def` for special methods that Python calls as plain functions (`__init__`, `__del__`, `__len__`,
    `__iter__`, `__enter__`, `__await__`, `__aiter__`, …), and plain `__aenter__`, `__aexit__` and `__anext__` that give
    nothing that can be awaited.

    ## Why is this bad?
    Python uses what such a method returns at once. A coroutine there raises TypeError, or is dropped: `__del__` and
    `__exit__` then never run. A plain `__aenter__` raises TypeError at `async with`.

    ## Example

    ```python
    class Session:
        async def __init__(self, url):  # error: wrong-async-dunder
            self.url = url

        def __aenter__(self):  # error: wrong-async-dunder
            return self

        async def __aexit__(self, *exception):
            pass

        async def __aiter__(self):  # error: wrong-async-dunder
            return self
    ```

    ## Use instead

    ```python
    class Session:
        def __init__(self, url):
            self.url = url

        async def __aenter__(self):
            return self

        async def __aexit__(self, *exception):
            pass

        def __aiter__(self):
            return self

        async def __anext__(self):
            raise StopAsyncIteration
    ```

    ## Known problems
    An `async def __aiter__` with a `yield` is right: it is an async generator. `__call__`, `__getattr__`, `__getitem__`
    and operators may be asynchronous, whoever uses them has to await.

    ## Options
    * `min-confidence`: `"possible"` also shows what is wrong only on some of several ways.
    * `knowledge`: the project's own files, which say what is asynchronous in libraries that asynclint does not know.
    * `# asynclint: ignore[wrong-async-dunder] the reason` on the statement says that it is meant.

    ## References
    * [Asynchronous context managers](https://docs.python.org/3/reference/datamodel.html#asynchronous-context-managers)
    * [Asynchronous iterators](https://docs.python.org/3/reference/datamodel.html#asynchronous-iterators)
    """

    code = "AL221"
    name = "wrong-async-dunder"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()

    def check(self, program: "Program") -> Iterator[Finding]:
        """One finding for each special method of the wrong kind."""
        for function in program.methods(_PLAIN | _ASYNCHRONOUS):
            name = function.spelled
            if name in _PLAIN:
                if program.gives(function) == ("async-generator" if name == "__await__" else "coroutine"):
                    yield self.finding(function, f"Python calls `{name}` as a plain function: it cannot be `async def`")
            elif program.gives(function) == "plain":
                yield self.finding(function, f"`{name}` is awaited, and gives nothing that can be awaited")


_ASYNCHRONOUS = frozenset({"__aenter__", "__aexit__", "__anext__"})
_PLAIN = frozenset(
    {"__init__", "__new__", "__del__", "__post_init__", "__init_subclass__", "__class_getitem__", "__set_name__",
     "__repr__", "__str__", "__bytes__", "__format__", "__hash__", "__bool__", "__len__", "__length_hint__",
     "__contains__", "__iter__", "__next__", "__reversed__", "__enter__", "__exit__", "__await__", "__aiter__",
     "__int__", "__float__", "__complex__", "__index__", "__setattr__", "__delattr__", "__setitem__", "__delitem__",
     "__set__", "__delete__", "__dir__", "__sizeof__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__",
     "__fspath__", "__instancecheck__", "__subclasscheck__"}
)  # fmt: skip
