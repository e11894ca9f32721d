"""Attributes whose class-body value only describes them."""

import pytest

from asynclint.knowledge.table import Table
from tests.program.linking import revealed

HEAD = """
from traitlets import HasTraits, Instance, Type, Unicode, Any, default
class Client: ...
class A(HasTraits):
    name = Unicode("x")
    client = Instance(Client)
    spelled = Instance("a.Client")
    made = Any()
    kept = Any()
    open = Any()
    kind = Type(Client)
    kind_spelled = Type("a.Client")
    def start(self): self.kept = self.kind()
    @default("made")
    def _make(self): return Client()
    plain = 1
"""


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("name", "str"),
        ("client", "a.Client"),
        ("spelled", "a.Client"),
        ("made", "a.Client"),
        ("kept", "a.Client"),
        ("open", "?"),
        ("kind", "type[a.Client]"),
        ("kind_spelled", "type[a.Client]"),
        ("plain", "int"),
    ],
)
def test_described(attribute: str, expected: str) -> None:
    """Objects of the class have what the description stands for."""
    table = Table.load(("traitlets",))
    assert revealed(f"{HEAD}def f(a: A):\n    reveal(a.{attribute})\n", table=table) == [expected]
