"""The face that rules see: focus, ways, steps."""

from asynclint.model.effects import Blocking
from tests.program.linking import blocking, link

FILES = {
    "a.py": """
        import time
        def wait():
            time.sleep(1)
        class A:
            @property
            def p(self):
                wait()
        """,
    "b.py": """
        from a import A, wait
        async def f(a: A):
            a.p
        async def g():
            wait()
        async def h():
            g()
        """,
}


def test_chain_through_a_property() -> None:
    """A step that reads a property is spelled like the others."""
    program = link({**FILES, "b.py": "from a import A\nasync def f(a: A):\n    return a.p.x\n"})
    (call,) = blocking(program)
    steps = [(step.function, step.calls, step.location.row, step.location.column) for step in call.chain]
    assert steps == [("f", "a.p", 3, 12), ("A.p", "wait", 7, 9), ("wait", "time.sleep", 3, 5)]


def test_ways() -> None:
    """Every way to a row is told from the loop down, and other rows have none."""
    program = link(FILES)
    found = [[step.function for step in way] for way in program.ways("/project/a.py", 3)]
    assert sorted(found) == [["f", "A.p", "wait"], ["g", "wait"]]
    assert program.ways("/project/a.py", 1) == []
    assert program.ways("/project/b.py", 3) == []


def test_kinds() -> None:
    """A rule gets the kinds of waiting that it asks for."""
    program = link(FILES)
    assert [call.kind for call in program.blocking_calls(Blocking.SLEEP, Blocking.HTTP)] == [Blocking.SLEEP]
    assert list(program.blocking_calls(Blocking.HTTP)) == []


def test_focus() -> None:
    """Modules, functions and awaitables are those of the files that people asked about."""
    everything, focused = link(FILES), link(FILES, focus=["a.py"])
    assert [node.name for node in everything.modules()] == ["a", "b"]
    assert [node.name for node in focused.modules()] == ["a"]
    assert {node.module.name for node in focused.functions()} == {"a"}
    assert [use.site.function_name for use in everything.awaitable_uses] == ["h"]
    assert focused.awaitable_uses == []


def test_replacement_of_the_framework() -> None:
    """What to use instead is told for the framework that the file imports, else for asyncio."""
    text = "import time\nasync def f():\n    time.sleep(1)\n"
    assert [blocking(link(head + text))[0].replacement for head in ("", "import trio\n")] == [
        "asyncio.sleep",
        "trio.sleep",
    ]
