"""All ways through a function, with small questions."""

from collections import Counter
from textwrap import dedent

import libcst as cst
import pytest

from asynclint.flow.question import Leaving, Question


def function(text: str) -> cst.FunctionDef:
    """A function with this body."""
    body = "".join(f"    {line}\n" for line in dedent(text).strip("\n").splitlines())
    node = cst.parse_statement(f"async def f():\n{body}")
    assert isinstance(node, cst.FunctionDef)
    return node


class Awaits(Question[bool]):
    """Whether something was awaited."""

    def step(self, node: cst.CSTNode, fact: bool) -> bool:
        return fact or isinstance(node, cst.Await)

    def enter(self, item: cst.WithItem, statement: cst.With, fact: bool) -> bool:
        return fact or statement.asynchronous is not None

    def leave(self, item: cst.WithItem, statement: cst.With, fact: bool) -> bool:
        return fact or statement.asynchronous is not None

    def iterate(self, loop: cst.For | cst.CompFor, fact: bool) -> bool:
        return fact or loop.asynchronous is not None


NORMAL = (Leaving.END, Leaving.RETURN)


def awaited(text: str) -> set[bool]:
    """Whether ways that end normally have awaited: all, none or some."""
    return {bool(one.fact) for one in Awaits().ask(function(text), False) if one.leaving in NORMAL}


ALWAYS, NEVER, SOMETIMES, NO_WAY = {True}, {False}, {True, False}, set[bool]()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pass", NEVER),
        ("await a", ALWAYS),
        ("return await a", ALWAYS),
        ("if b: await a", SOMETIMES),
        ("if b: await a\nelse: await c", ALWAYS),
        ("if b: await a\nelif d: pass\nelse: await c", SOMETIMES),
        ("if b: return\nawait a", SOMETIMES),
        ("if await a: pass", ALWAYS),
        ("if b: raise x\nawait a", ALWAYS),
        ("if True: await a", ALWAYS),
        ("if not True: await a", NEVER),
        ("while b: await a", SOMETIMES),
        ("while await a: pass", ALWAYS),
        ("while True: await a", NO_WAY),
        ("while True:\n    if b: break\n    await a", SOMETIMES),
        ("while True:\n    await a\n    if b: break", ALWAYS),
        ("while b: pass\nelse: await a", ALWAYS),
        ("while b:\n    break\nelse: await a", SOMETIMES),
        ("while b:\n    if c: continue\n    await a\n    return", SOMETIMES),
        ("for x in y: await a", SOMETIMES),
        ("for x in (1, 2): await a", ALWAYS),
        ("for x in (1, 2): pass", NEVER),
        ("for x in range(3): await a", ALWAYS),
        ("for x in range(0): await a", SOMETIMES),
        ("for x in range(5, 1, -1): await a", ALWAYS),
        ("for x in range(5, 1): await a", SOMETIMES),
        ("for x in range(1, 5, 0): await a", SOMETIMES),
        ("for x in range(0x10 + 0): await a", SOMETIMES),
        ("for x in {**b, **{1: 2}}: await a", ALWAYS),
        ("for x in (*b, *()): await a", SOMETIMES),
        ("def g(x=await a): pass", ALWAYS),
        ("[await a for x in range(3)]", ALWAYS),
        ("[await a for x in range(3) if b]", SOMETIMES),
        ("[x for x in range(3) if await a]", ALWAYS),
        ("{1: await a for x in [1] for y in b}", SOMETIMES),
        ("for x in (): await a", SOMETIMES),
        ("for x in (*y,): await a", SOMETIMES),
        ("for x in (1, 2):\n    if b: continue\n    await a", SOMETIMES),
        ("for x in 'a':\n    if b: continue\n    await a\nelse: await b", ALWAYS),
        ("async for x in y: pass", ALWAYS),
        ("with b: await a", ALWAYS),
        ("async with b: pass", ALWAYS),
        ("with b:\n    return\n    await a", NEVER),
        ("try: await a\nexcept E: pass", SOMETIMES),
        ("try: pass\nexcept E: await a", NEVER),
        ("try: b()\nexcept E: await a", SOMETIMES),
        ("try: b()\nexcept E: await a\nelse: await a", ALWAYS),
        ("try: b()\nfinally: await a", ALWAYS),
        ("try: return 1\nfinally: await a", ALWAYS),
        ("try:\n    raise E\nexcept: await a", ALWAYS),
        ("try:\n    raise E\nexcept F: await a", ALWAYS),
        ("try:\n    await a\n    b()\nexcept E: return", SOMETIMES),
        ("await a\ntry: b()\nexcept E: return", ALWAYS),
        ("try: b()\nexcept E: raise\nawait a", ALWAYS),
        ("try:\n    return\nfinally:\n    await a\n    return", ALWAYS),
        ("for x in y:\n    try: continue\n    finally: await a", SOMETIMES),
        ("try: b()\nexcept* E: await a", SOMETIMES),
        ("match x:\n    case 1: await a", SOMETIMES),
        ("match x:\n    case 1: await a\n    case _: await a", ALWAYS),
        ("match x:\n    case 1: await a\n    case y: pass", SOMETIMES),
        ("match x:\n    case _ if await a: pass\n    case _: pass", ALWAYS),
        ("b and await a", SOMETIMES),
        ("(await a) and b", ALWAYS),
        ("b or await a", SOMETIMES),
        ("True and await a", ALWAYS),
        ("x = await a if b else c", SOMETIMES),
        ("x = await a if b else await c", ALWAYS),
        ("[await a for x in y]", SOMETIMES),
        ("[x for x in await y]", ALWAYS),
        ("[x async for x in y]", ALWAYS),
        ("(await a for x in y)", NEVER),
        ("lambda: (await a)", NEVER),
        ("async def g(): await a", NEVER),
        ("assert False\nawait a", NO_WAY),
        ("assert b, await a", ALWAYS),
        ("x[await a] = 1", ALWAYS),
        ("f'{await a}'", ALWAYS),
        ("del x[await a]", ALWAYS),
        ("(x := await a)", ALWAYS),
    ],
)
def test_where_ways_go(text: str, expected: set[bool]) -> None:
    """Every kind of statement and of expression with parts that may be left out."""
    assert awaited(text) == expected


def test_exits_by_kind() -> None:
    """Each exit tells how and where it leaves."""
    node = function("""
        if a: return 1
        if b: raise E
        c()
        """)
    found = Awaits().ask(node, False)
    assert Counter(one.leaving for one in found) == {
        Leaving.RETURN: 1, Leaving.RAISE: 1, Leaving.END: 1, Leaving.ERROR: 1,
    }  # fmt: skip
    by_kind = {one.leaving: one.node for one in found}
    assert isinstance(by_kind[Leaving.RETURN], cst.Return)
    assert isinstance(by_kind[Leaving.RAISE], cst.Raise)
    assert by_kind[Leaving.ERROR] is by_kind[Leaving.END] is None


def test_a_suite_may_break() -> None:
    """The body of a handler or of a loop is asked about by itself."""
    loop = function("while x:\n    if a: break\n    elif b: continue\n    elif c: return").body.body[0]
    assert isinstance(loop, cst.While)
    assert {one.leaving for one in Awaits().ask(loop.body, False)} == {
        Leaving.BREAK, Leaving.CONTINUE, Leaving.RETURN, Leaving.END,
    }  # fmt: skip


class Held(Question[str]):
    """Whether a lock is held."""

    def step(self, node: cst.CSTNode, fact: str) -> str:
        match node:
            case cst.Call(func=cst.Attribute(attr=cst.Name(value="acquire"))):
                return "held"
            case cst.Call(func=cst.Attribute(attr=cst.Name(value="release"))):
                return "free"
        return fact

    def raises(self, node: cst.CSTNode, fact: str) -> bool:
        return self.step(node, fact) != "free"


@pytest.mark.parametrize(
    ("text", "leaking"),
    [
        ("lock.acquire()\nwork()\nlock.release()", {Leaving.ERROR}),
        ("lock.acquire()\ntry: work()\nfinally: lock.release()", set()),
        ("lock.acquire()\nif a: return\nlock.release()", {Leaving.RETURN}),
        ("lock.acquire()\ntry:\n    if a: return\nfinally: lock.release()", set()),
        ("for x in y:\n    lock.acquire()\n    if a: continue\n    lock.release()", {Leaving.END, Leaving.ERROR}),
        ("lock.acquire()\ntry: work()\nexcept: raise\nlock.release()", {Leaving.RAISE}),
        ("lock.acquire()\ntry: work()\nexcept E: pass\nlock.release()", {Leaving.ERROR}),
    ],
)
def test_acquired_but_not_released(text: str, leaking: set[Leaving]) -> None:
    """Another lattice, the same engine; what raises in `acquire` itself has not acquired."""
    found = Held().ask(function(text), "free")
    assert {one.leaving for one in found if one.fact == "held"} == leaking


class Suppressed(Awaits):
    """``with suppress`` ends exceptions; ``E`` is caught by ``except E`` only; ``ready`` was tested."""

    def suppresses(self, item: cst.WithItem, statement: cst.With) -> bool:
        return isinstance(item.item, cst.Name) and item.item.value == "suppress"

    def catches(
        self, handler: cst.ExceptHandler | cst.ExceptStarHandler, error: cst.Raise | None, fact: bool
    ) -> bool | None:
        if error is None or not isinstance(handler.type, cst.Name) or not isinstance(error.exc, cst.Name):
            return None
        return handler.type.value == error.exc.value

    def assume(self, test: cst.BaseExpression, truth: bool, fact: bool) -> tuple[bool, ...]:
        return () if isinstance(test, cst.Name) and test.value == "ready" and not truth else (fact,)

    def runs(self, loop: cst.For | cst.While, fact: bool) -> bool:
        return isinstance(loop, cst.For) and isinstance(loop.iter, cst.Name) and loop.iter.value == "some"

    def stops(self, node: cst.CSTNode, fact: bool) -> bool:
        return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "exit"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exit(1)", NO_WAY),
        ("if b: exit(1)\nelse: await a", ALWAYS),
        ("with suppress:\n    b()\n    await a", SOMETIMES),
        ("with suppress:\n    raise x", NEVER),
        ("with other:\n    raise x", NO_WAY),
        ("try: raise E\nexcept F: pass\nexcept E: await a", ALWAYS),
        ("try: raise E\nexcept F: pass", NO_WAY),
        ("if ready: await a", ALWAYS),
        ("if not ready: pass\nelse: await a", ALWAYS),
        ("while not (ready and b): await a", SOMETIMES),
        ("if ready or b: await a", ALWAYS),
        ("for x in some: await a", ALWAYS),
    ],
)
def test_answers_of_the_question(text: str, expected: set[bool]) -> None:
    """What only the one who asks can know."""
    found = Suppressed().ask(function(text), False)
    assert {bool(one.fact) for one in found if one.leaving in NORMAL} == expected


def test_deep_nesting_ends_soon() -> None:
    """Loops in loops with facts that pile up."""

    class Last(Question[int]):
        def step(self, node: cst.CSTNode, fact: int) -> int:
            return (fact + 1) % 5 if isinstance(node, cst.Await) else fact

    text = "".join(f"{'  ' * depth}while b{depth}:\n{'  ' * depth}  await a\n" for depth in range(8))
    assert {one.fact for one in Last().ask(function(text), 0)} == set(range(5))
