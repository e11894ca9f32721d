"""A blocking call in a coroutine, handed to a thread in the way of the framework that runs the coroutine."""

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import libcst

from asynclint.fixes.fragment import CannotFix
from asynclint.model.findings import Edit

if TYPE_CHECKING:
    from asynclint.fixes.file import FixableFile

_TO_THREAD_SINCE: Final = (3, 9)


class _Way(NamedTuple):
    """The function ``module.attribute`` with ``rest`` behind it, and its arguments before the one to call.

    ``keywords`` says whether it passes keyword arguments on. ``direct`` is the module that has the function as ``rest``
    says, if a file may import it from there.
    """

    module: str
    attribute: str
    rest: str = ""
    before: str = ""
    keywords: bool = False
    direct: str = ""


_WAYS: Final = {
    "asyncio": _Way("asyncio", "to_thread", keywords=True),
    "anyio": _Way("anyio", "to_thread", ".run_sync", direct="anyio.to_thread"),
    "tornado": _Way("tornado.ioloop", "IOLoop", ".current().run_in_executor", "None, "),
    "trio": _Way("trio", "to_thread", ".run_sync", direct="trio.to_thread"),
    "twisted": _Way("twisted.internet.threads", "deferToThread", keywords=True),
}
_OLD_ASYNCIO: Final = _Way("asyncio", "get_running_loop", "().run_in_executor", "None, ")
_GAP: Final = re.compile(r"[ \t]*(?:\r\n?|\n)[ \t]*(?![ \t\r\n#])")
"""What stands between a bracket and an argument on a row of its own."""


def to_thread(file: "FixableFile", call: libcst.Call) -> tuple[Edit, ...]:
    """The edits that make a call wait for a thread which does its work. Raises CannotFix."""
    framework = file.framework(call)
    way = _WAYS.get(framework)
    if framework == "asyncio" and file.target_version < _TO_THREAD_SINCE:
        way = _OLD_ASYNCIO
    if (
        way is None
        or file.holds_lock(call)
        or call.func.lpar
        or (len(call.args) == 1 and isinstance(call.args[0].value, libcst.GeneratorExp))
    ):
        raise CannotFix
    before, after = file.waiting(call)
    name, imports = _function(file, call, way)
    opening, closing = f"{before}{name}({way.before}", after
    if not way.keywords and any(argument.keyword or argument.star == "**" for argument in call.args):
        partial, more = file.name("functools", "partial", call)
        imports += more
        opening, closing = f"{opening}{partial}(", f"){closing}"
    return (*imports, *handed_to(file, call, opening, closing))


def handed_to(file: "FixableFile", call: libcst.Call, opening: str, closing: str) -> tuple[Edit, ...]:
    """What a call calls, and its arguments, as arguments that go on behind ``opening``; ``closing`` is put at its end.

    Where the arguments have rows of their own, so has the function.
    """
    start, end = file.span(call)
    _, callee_end = file.span(call.func)
    text = file.source.text
    inside = text.index("(", callee_end) + 1
    gap = _GAP.match(text, inside)
    rows = gap.group() if gap is not None and call.args else ""
    opening = f"{opening.rstrip()}{rows}" if rows else opening
    comma = "" if not call.args else "," if rows else ", "
    edits = (file.text.edit(start, start, opening), file.text.edit(callee_end, inside, comma))
    return (*edits, file.text.edit(end, end, closing)) if closing else edits


def _function(file: "FixableFile", call: libcst.Call, way: _Way) -> tuple[str, tuple[Edit, ...]]:
    """The function as the file calls it, or can call it with an import."""
    if way.direct:
        try:
            return file.name(way.direct, way.rest.removeprefix("."), call, add=False)
        except CannotFix:
            pass
    name, imports = file.name(way.module, way.attribute, call)
    return f"{name}{way.rest}", imports
