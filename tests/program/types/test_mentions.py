"""The names that an expression mentions."""

import pytest

from asynclint.program.types.mentions import called, mentioned
from tests.program.linking import calls, function, link, module


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("reveal(x)", {"x"}),
        ("reveal(x.y)", {"y"}),
        ("reveal(x())", {called("x")}),
        ("reveal(x[0])", {"x"}),
        ("reveal([x, y.z])", {"x", "z"}),
        ("reveal(x if c else y)", {"x", "y"}),
        ("reveal(functools.partial(x, 1))", {"x"}),
        ("reveal(x.get(1))", {called("get"), "x"}),
        ("a = x\n    reveal(a)", {"x"}),
        ("a = b = x()\n    reveal(b)", {called("x")}),
        ("for a in x.values():\n        reveal(a)", {called("values"), "x"}),
        ("reveal(1)", set()),
        ("reveal(p)", {"p"}),
    ],
)
def test_mentioned(body: str, names: set[str]) -> None:
    """A value comes from functions, attributes and containers, through locals and displays too."""
    program = link(f"def f(p):\n    {body}\n")
    (number,) = calls(program, "reveal")
    expression = module(program).summary.calls[number].arguments[0]
    assert mentioned(function(program, "f"), expression) == names
