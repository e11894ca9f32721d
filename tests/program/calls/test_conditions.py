"""Facts that hold for some arguments only."""

import pytest

from asynclint.knowledge.schema import Fact, Header, KnowledgeFile
from asynclint.knowledge.table import Table
from asynclint.model.effects import Blocking
from tests.program.linking import blocking, link

HEADER = Header("lib", "1", "https://example.org", ("lib",))


def blocks(call: str, **conditions: tuple[str, ...]) -> bool:
    """Whether a call of ``lib.wait``, which blocks under conditions, is told in a coroutine."""
    fact = Fact(blocks=Blocking.WAIT, unless=conditions.get("unless", ()), only_if=conditions.get("only_if", ()))
    table = Table([KnowledgeFile(HEADER, functions={"lib.wait": fact})])
    head = "import lib\nBOTH = lib.FLAG | lib.OTHER\n"
    head += "class A: ...\nclass B(A): ...\nasync def f(x, a: A, b: B, u: A | None):\n"
    return bool(blocking(link(f"{head}    lib.{call}\n", table=table)))


@pytest.mark.parametrize(
    ("condition", "call", "holds"),
    [
        ("block=False", "wait(block=False)", True),
        ("block=False", "wait(block=True)", False),
        ("block=False", "wait(block=x)", False),
        ("block=False", "wait()", False),
        ("block=False", "wait(False)", False),
        ("0=False", "wait(False)", True),
        ("0=False", "wait(block=False)", False),
        ("1=0", "wait(x, 0)", True),
        ("1=0", "wait(x, 0.0)", True),
        ("1=0", "wait(x)", False),
        ("timeout=None", "wait(timeout=None)", True),
        ("timeout=None", "wait(timeout=0)", False),
        ("mode='r'", "wait(mode='r')", True),
        ("mode=r", "wait(mode='r')", True),
        ("mode='r'", "wait(mode='w')", False),
        ("timeout!=0", "wait(timeout=1)", True),
        ("timeout!=0", "wait(timeout=0)", False),
        ("timeout!=0", "wait()", False),
        ("data", "wait(data=x)", True),
        ("data", "wait(x)", False),
        ("0", "wait(x)", True),
        ("0", "wait()", False),
        ("!data", "wait()", True),
        ("!data", "wait(data=1)", False),
        ("0:a.A", "wait(a)", True),
        ("0:a.A", "wait(b)", True),
        ("0:a.B", "wait(a)", False),
        ("0:a.A", "wait(u)", False),
        ("0:a.A", "wait(x)", False),
        ("0:a.A", "wait()", False),
        ("block=False and timeout=0", "wait(block=False, timeout=0)", True),
        ("block=False and timeout=0", "wait(block=False)", False),
        ("0=lib.FLAG", "wait(lib.FLAG)", True),
        ("0=lib.FLAG", "wait(lib.OTHER)", False),
        ("0|=lib.FLAG", "wait(lib.FLAG)", True),
        ("0|=lib.FLAG", "wait(lib.OTHER | lib.FLAG | x)", True),
        ("0|=lib.FLAG", "wait(BOTH)", True),
        ("0|=lib.FLAG", "wait(lib.OTHER | x)", False),
        ("0|=lib.FLAG", "wait(x)", False),
        ("0|=lib.FLAG", "wait()", False),
    ],
)
def test_condition(condition: str, call: str, holds: bool) -> None:
    """A condition holds when it surely does, and then ``unless`` takes the fact away that ``only_if`` gives."""
    assert blocks(call, unless=(condition,)) is not holds
    assert blocks(call, only_if=(condition,)) is holds


def test_declared_wider() -> None:
    """A name with one value is of the type of that value, whatever it is declared to hold."""
    assert not blocks("wait(B())\n    y: A | str = B()\n    lib.wait(y)", unless=("0:a.B",))
    assert blocks("x(y)\n    y: A | str = x\n    lib.wait(y)", unless=("0:a.B",))
    assert blocks("x(y)\n    y: A | str = B()\n    y = x\n    lib.wait(y)", unless=("0:a.B",))


def test_any_of_several() -> None:
    """One condition of a list suffices, and ``unless`` is stronger than ``only_if``."""
    assert not blocks("wait(b=1)", unless=("a", "b"))
    assert blocks("wait(b=1)", only_if=("a", "b"))
    assert not blocks("wait(a=1, b=1)", only_if=("a",), unless=("b",))
