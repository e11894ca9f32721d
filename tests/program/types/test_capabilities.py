"""What objects can be used for."""

import pytest

from asynclint.program.types.capabilities import Capabilities, Capability
from asynclint.program.types.scopes import Context
from tests.program.linking import calls, link, module

SOURCE = """
import asyncio, dataclasses, unknown
class Plain: ...
class Data(Plain): ...
class Context:
    def __enter__(self): ...
class Waiting:
    def __await__(self): ...
class Iterated:
    def __getitem__(self, n): ...
class Foreign(unknown.Base): ...
class Parent: ...
class Child(Parent):
    def __enter__(self): ...
@unknown.decorate
class Decorated: ...
@dataclasses.dataclass
class Row: ...
async def co(): ...
def plain(): ...
async def agen(): yield 1
reveal({})
"""


@pytest.mark.parametrize(
    ("expression", "capability", "can"),
    [
        ("Plain()", Capability.ENTER, False),
        ("Data()", Capability.AWAIT, False),
        ("Row()", Capability.ITERATE, False),
        ("Context()", Capability.ENTER, True),
        ("Context()", Capability.ASYNC_ENTER, False),
        ("Waiting()", Capability.AWAIT, True),
        ("Iterated()", Capability.ITERATE, True),
        ("Foreign()", Capability.ENTER, None),
        ("Decorated()", Capability.ENTER, None),
        ("Parent()", Capability.ENTER, None),
        ("co()", Capability.AWAIT, True),
        ("co()", Capability.ITERATE, False),
        ("agen()", Capability.ASYNC_ITERATE, True),
        ("agen()", Capability.AWAIT, False),
        ("[]", Capability.ITERATE, True),
        ("'text'", Capability.ITERATE, True),
        ("1", Capability.ITERATE, False),
        ("asyncio.Lock()", Capability.ASYNC_ENTER, True),
        ("asyncio.Lock()", Capability.ENTER, False),
        ("open('f')", Capability.ENTER, True),
        ("plain", Capability.AWAIT, False),
        ("Plain", Capability.ENTER, None),
    ],
)
def test_can(expression: str, capability: Capability, can: bool | None) -> None:
    """Yes or no where all bases are known, and None where something else may add it."""
    program = link(SOURCE.format(expression))
    node = module(program)
    (number,) = calls(program, "reveal")
    row = node.summary.calls[number]
    (value,) = program.inference.values(row.arguments[0], Context(node.functions[0], 0, row.line))
    assert Capabilities(program.inference).can(value, capability) is can


def test_exact_class() -> None:
    """An object of just this class has nothing of the classes below it."""
    program = link(SOURCE.format("Parent()"))
    node = module(program)
    row = node.summary.calls[calls(program, "reveal")[0]]
    values = program.inference.values(row.arguments[0], Context(node.functions[0], 0, row.line))
    capabilities = Capabilities(program.inference)
    assert not capabilities.none_can(values, Capability.ENTER)
    assert capabilities.none_can(values, Capability.ENTER, exact=True)


def test_nothing_is_known_of_nothing() -> None:
    """Without a value there is no answer."""
    capabilities = Capabilities(link("").inference)
    assert not capabilities.none_can((), Capability.AWAIT)
    assert not capabilities.all_can((), Capability.AWAIT)
