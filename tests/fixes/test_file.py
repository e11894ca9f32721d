"""Edits of a fixable file: what changes, and where they refuse."""

from collections.abc import Callable
from pathlib import Path

import libcst
import pytest

from asynclint.fixes.apply import apply
from asynclint.fixes.file import Edits, FixableFile
from asynclint.fixes.fragment import CannotFix
from asynclint.knowledge.table import Table
from asynclint.model.findings import Applicability, Finding, Fix
from asynclint.program.program import Program, SourceFile
from asynclint.summarize import summarize
from asynclint.syntax.parse import parse
from asynclint.syntax.source import decode

NAME = "/project/sample.py"


def fixable(text: str, version: tuple[int, int] = (3, 11)) -> FixableFile:
    """The text as a file of a program of its own."""
    source = decode(text.encode(), Path(NAME))
    summary = summarize(source, parse(source))
    knowledge = Table.load(set(summary.modules), (), version)
    return FixableFile(source, summary, version, Program.link([SourceFile(NAME, summary)], knowledge=knowledge))


def place(file: FixableFile, part: str) -> Finding:
    """A finding that spans the first occurrence of a part of the text."""
    start = file.source.text.index(part)
    begin, end = file.text.location(start), file.text.location(start + len(part))
    return Finding("AL201", "", "", NAME, begin, end, end.row)


def changed(text: str, change: Callable[[FixableFile], Edits], version: tuple[int, int] = (3, 11)) -> str:
    """The text after a change, which has to be Python still."""
    file = fixable(text, version)
    edits = tuple(dict.fromkeys(change(file)))
    result = apply(text, [Fix(Applicability.SAFE, "", edits)]).text
    parse(decode(result.encode(), Path(NAME)))
    return result


def waited(text: str, call: str = "f()", version: tuple[int, int] = (3, 11)) -> str:
    return changed(text, lambda file: file.wait(file.call(place(file, call))), version)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "await f()"),
        ("x = f()", "x = await f()"),
        ("return f()", "return await f()"),
        ("f().y", "(await f()).y"),
        ("f()()", "(await f())()"),
        ("f()[0]", "(await f())[0]"),
        ("(f()).y", "(await f()).y"),
        ("((f()))", "((await f()))"),
        ("x = y[f()]", "x = y[await f()]"),
        ("x = f() ** 2", "x = await f() ** 2"),
        ("x = -f()", "x = -await f()"),
        ("if not f() or y: pass", "if not await f() or y: pass"),
        ("g(f(), *f(), k=f())", "g(await f(), *f(), k=f())"),
        ("x = [f() for y in z]", "x = [await f() for y in z]"),
        ("x = [y for y in f()]", "x = [y for y in await f()]"),
        ("x = (y for y in f())", "x = (y for y in await f())"),
        ("x = f'{f()!r:>{y}}'", "x = f'{await f()!r:>{y}}'"),
        ("await f().y", "await (await f()).y"),
        ("a; f(); b  # why", "a; await f(); b  # why"),
        ("def inner(a=f()): pass", "def inner(a=await f()): pass"),
        ("@f()\n\t\tdef inner(): pass", "@await f()\n\t\tdef inner(): pass"),
        ("x = 'ä'; f()", "x = 'ä'; await f()"),
    ],
)
def test_await_is_inserted(before: str, after: str) -> None:
    """With parentheses only where it would take more, or less, than the call."""
    head = "class A:\n\tasync def m(self, y, z):\n\t\t'''doc\nstring'''\n\t\t"
    assert waited(f"{head}{before}\n\nf()\n") == f"{head}{after}\n\nf()\n"


@pytest.mark.parametrize(
    "body",
    [
        "await f()",
        "x = (f() for y in z)",
        "x = (y for y in z if f())",
        "x = (y for y in z for x in f())",
        "x = lambda: f()",
        "def inner():\n        f()",
        "class B:\n        f()",
    ],
)
def test_await_is_not_inserted_where_nothing_waits(body: str) -> None:
    """In inner functions, lambdas, class bodies and generator expressions; nor twice."""
    with pytest.raises(CannotFix):
        waited(f"async def m(z):\n    {body}\n")
    with pytest.raises(CannotFix):
        waited("f()\n")


def test_nested_comprehensions_wait_from_python_311_on() -> None:
    """Before, only the outer one may be asynchronous."""
    text = "async def m(z):\n    return [[f() for y in x] for x in z]\n"
    assert waited(text) == text.replace("f()", "await f()")
    with pytest.raises(CannotFix):
        waited(text, version=(3, 10))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("f()", "yield f()"),
        ("x = f()", "x = yield f()"),
        ("x += f()", "x += yield f()"),
        ("if f(): pass", "if (yield f()): pass"),
        ("if (f()): pass", "if (yield f()): pass"),
        ("return f()", "return (yield f())"),
        ("f().y", "(yield f()).y"),
        ("g(f())", "g((yield f()))"),
    ],
)
@pytest.mark.parametrize(
    "decorator", ["from tornado.gen import coroutine as c", "from twisted.internet.defer import inlineCallbacks as c"]
)
def test_driven_generators_wait_with_yield(before: str, after: str, decorator: str) -> None:
    """Also one that does not yield yet; in parentheses, unless it is a statement or what one assigns."""
    head = f"{decorator}\n\n@c\ndef m(x, g):\n    "
    assert waited(f"{head}{before}\n") == f"{head}{after}\n"


def test_a_plain_generator_does_not_wait() -> None:
    """Whoever iterates it would be given the awaitable."""
    with pytest.raises(CannotFix):
        waited("def m():\n    f()\n    yield 1\n")


def unwaited(text: str) -> str:
    return changed(text, lambda file: file.unwait(file.node(libcst.Await, place(file, "await f()"))))


def test_await_is_removed() -> None:
    """With the space after it."""
    assert unwaited("async def m():\n    x = (await f()).y\n") == "async def m():\n    x = (f()).y\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    a\n    f()\n    b\n", "    a\n    b\n"),
        ("    a\n    f()  # why\n    b\n", "    a\n    # why\n    b\n"),
        ("    f()\n", "    pass\n"),
        ("    a; f(); b\n", "    a; b\n"),
        ("    a; f()\n", "    a\n"),
        ("    if a: f()\n", "    if a: pass\n"),
        ("    a\n    x = (\n        f()\n    )\n\n    b", "    a\n\n    b"),
        ("    a\n    f()", "    a\n"),
    ],
)
def test_a_statement_is_removed(before: str, after: str) -> None:
    """Its rows go, comments stay, a block is never left empty."""

    def remove(file: FixableFile) -> Edits:
        statement = file.statement(file.call(place(file, "f()")))
        assert isinstance(statement, libcst.BaseSmallStatement)
        return file.remove_statement(statement)

    assert changed(f"async def m(a, b):\n{before}", remove) == f"async def m(a, b):\n{after}"


def test_rows_are_inserted_round_a_statement() -> None:
    """With its indentation and the file's line ends."""
    text = "async def m():\r\n\tif 1:\r\n\t\tx = f()  # why\r\n\treturn x"
    after = changed(text, lambda file: file.insert_after(file.call(place(file, "f()")), "g(x)", "h(x)"))
    assert after == text.replace("# why\r\n", "# why\r\n\t\tg(x)\r\n\t\th(x)\r\n")
    before = changed(text, lambda file: file.insert_before(file.call(place(file, "f()")), "g()"))
    assert before == text.replace("x = f()", "g()\r\n\t\tx = f()")
    text = "async def m():\n    f()"
    assert changed(text, lambda file: file.insert_after(file.call(place(file, "f()")), "g()")) == f"{text}\n    g()"


@pytest.mark.parametrize(
    "body", ["if a: f()", "a; f()", "@f()\n    def g(): pass", "if a:\n        b\n    elif f():\n        b"]
)
def test_rows_are_not_inserted_where_there_is_no_row(body: str) -> None:
    """Statements that share a row, and headers in the middle of a compound statement."""
    text = f"def m(a, b):\n    {body}\n"
    with pytest.raises(CannotFix):
        changed(text, lambda file: file.insert_before(file.call(place(file, "f()")), "x"))
    with pytest.raises(CannotFix):
        changed(text, lambda file: file.insert_after(file.call(place(file, "f()")), "x"))


def test_with_becomes_async_with() -> None:
    """In a coroutine only."""

    def make_async(file: FixableFile) -> Edits:
        node = file.parent(file.parent(file.call(place(file, "f()"))))
        assert isinstance(node, libcst.With)
        return file.make_async(node)

    assert changed("async def m():\n    with f() as x:\n        pass\n", make_async).count("async with f() as x") == 1
    with pytest.raises(CannotFix):
        changed("def m():\n    with f() as x:\n        pass\n", make_async)


def unwrapped(text: str) -> str:
    """The text without the ``with`` of its first ``s()``."""

    def change(file: FixableFile) -> Edits:
        statement = file.parents(file.call(place(file, "s()")))[1]
        assert isinstance(statement, libcst.With)
        return file.unwrap(statement)

    return changed(text, change)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("with s():\n    a\n    b\nc\n", "a\nb\nc\n"),
        ("with s():  # why\n    a\n", "# why\na\n"),
        ("def f():\n\twith (s()):\n\t\ta\n\n\t\t# x\n\t\tif b:\n\t\t\tc\n\t\treturn (1,\n2)\n", None),
        ("def f():\n  async with s():\n    # one\n    a(\n      1)\n", "def f():\n  # one\n  a(\n    1)\n"),
    ],
)
def test_a_with_is_taken_away(before: str, after: str | None) -> None:
    """The body moves out, with its comments and blank rows."""
    expected = "def f():\n\ta\n\n\t# x\n\tif b:\n\t\tc\n\treturn (1,\n2)\n" if after is None else after
    assert unwrapped(before) == expected


@pytest.mark.parametrize(
    "text",
    ["with s(): a\n", "with s():\n    a = '''x\n    y'''\n", "with s():\n    a = f'''x\n    y'''\n"],
)
def test_a_with_that_stays(text: str) -> None:
    """On one row, or with strings that would change."""
    with pytest.raises(CannotFix):
        unwrapped(text)
