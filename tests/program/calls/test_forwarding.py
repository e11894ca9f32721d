"""Arguments that a function hands on with ``*args`` and ``**kwargs``."""

import pytest

from asynclint.program.calls.forwarding import handed_on
from tests.program.linking import function, link


@pytest.mark.parametrize(
    ("definition", "key", "bound", "found"),
    [
        ("f(*a): g(*a)", "1", False, ["1"]),
        ("f(x, *a): g(*a)", "1", False, ["0"]),
        ("f(x, *a): g(x, 1, *a)", "2", False, ["3"]),
        ("f(self, *a): self.g(*a)", "0", True, ["0"]),
        ("f(x, *a): g(*a)", "0", False, []),
        ("f(*a): g(*b, *a)", "0", False, []),
        ("f(*a): g(a)", "0", False, []),
        ("f(*a): g(*a); h(1, *a)", "0", False, ["0", "1"]),
        ("f(**k): g(1, **k)", "name", False, ["name"]),
        ("f(name, **k): g(1, **k)", "name", False, []),
        ("f(*a): g(*a)", "name", False, []),
        ("f(**k): g(1, k=k)", "name", False, []),
    ],
)
def test_handed_on(definition: str, key: str, bound: bool, found: list[str]) -> None:
    """What a named parameter does not take goes where the rest goes."""
    program = link(f"def {definition}\n")
    assert [key for _, key in handed_on(program.index, function(program, "f"), key, bound)] == found
