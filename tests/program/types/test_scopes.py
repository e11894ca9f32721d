"""Which bindings a use of a name can see, and which of them reach it."""

import pytest

from asynclint.program.types.scopes import is_type_checking, reaching, visible
from tests.program.linking import calls, function, link, module


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("x = 1\nuse(x)", [2]),
        ("x = 1\nx = 2\nuse(x)", [3]),
        ("x = 1\nif a:\n    x = 2\nuse(x)", [2, 4]),
        ("x = 1\nif a:\n    x = 2\n    use(x)", [4]),
        ("x = 1\nif a:\n    x = 2\nelse:\n    use(x)", [2]),
        ("if a:\n    x = 1\nelse:\n    x = 2\nuse(x)", [3, 5]),
        ("x = 1\nif a:\n    x = 2\n    return\nuse(x)", [2]),
        ("x = 1\nif a:\n    x = 2\n    raise E\nuse(x)", [2]),
        ("x = 1\nwhile a:\n    use(x)\n    x = 2", [2, 5]),
        ("x = 1\nfor i in a:\n    x = 2\n    use(x)", [4]),
        ("x = 1\nfor i in a:\n    x = 2\nuse(x)", [2, 4]),
        ("for i in a:\n    if i:\n        x = 2\n        break\n    x = 3\n    use(x)", [6]),
        ("try:\n    x = 1\nexcept E:\n    x = 2\nuse(x)", [3, 5]),
        ("x = 0\nmatch a:\n    case 1:\n        x = 1\n    case 2:\n        use(x)", [2]),
        ("x = 1\n[use(x) for x in a]", [3]),
        ("x = 1\n[y for x in a]\nuse(x)", [2]),
        ("use(x)\nx = 1", [3]),
    ],
)
def test_reaching(body: str, lines: list[int]) -> None:
    """The last binding on the way hides earlier ones; other branches, left blocks and inner scopes do not count."""
    program = link("def f(a):\n" + "".join(f"    {row}\n" for row in body.split("\n")))
    node = function(program, "f")
    call = node.module.summary.calls[calls(program, "use")[0]]
    reached = reaching(node.module, node, node.row.bindings["x"], call.block, call.line)
    assert [binding.line for binding in reached] == lines


def test_assignment_of_an_inner_function_reaches_always() -> None:
    """What a nested function assigns may hold at any time."""
    program = link(
        """
        def f():
            x = 1
            def g():
                nonlocal x
                x = 2
            x = 3
            use(x)
        """
    )
    node = function(program, "f")
    call = node.module.summary.calls[calls(program, "use")[0]]
    reached = reaching(node.module, node, node.row.bindings["x"], call.block, call.line)
    lines = [binding.line for binding in reached]
    assert 6 in lines
    assert 2 not in lines


@pytest.mark.parametrize(
    ("text", "user", "scope"),
    [
        ("x = 1\ndef f(): ...\n", "f", "<module>"),
        ("x = 1\ndef f():\n    x = 2\n", "f", "f"),
        ("x = 1\ndef f():\n    x = 2\n    def g(): ...\n", "f.g", "f"),
        ("x = 1\ndef f():\n    x = 2\n    def g():\n        global x\n", "f.g", "<module>"),
        ("x = 1\nclass A:\n    x = 2\n    def m(self): ...\n", "A.m", "<module>"),
        ("x = 1\nclass A:\n    x = 2\n", "A", "A"),
        ("def f(): ...\n", "f", None),
    ],
)
def test_visible(text: str, user: str, scope: str | None) -> None:
    """The innermost scope with the name counts; class bodies are seen only from themselves."""
    found = visible(function(link(text), user), "x")
    assert (found[0].qualname if found else None) == scope


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if TYPE_CHECKING:\n    use()\n", True),
        ("if typing.TYPE_CHECKING:\n    if a:\n        use()\n", True),
        ("if TYPE_CHECKING:\n    pass\nelse:\n    use()\n", False),
        ("if DEBUG:\n    use()\n", False),
    ],
)
def test_type_checking(text: str, expected: bool) -> None:
    """Only the first branch of a test of ``TYPE_CHECKING`` is for type checkers alone."""
    program = link(text)
    node = module(program)
    assert is_type_checking(node, node.summary.calls[calls(program, "use")[0]].block) is expected
