"""The tables of names."""

import pytest

from tests.program.linking import ROOT, Files, link


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ("def g(): ...\ng()\n", [("a.py", 2)]),
        ("x.g()\n", [("a.py", 1)]),
        ({"a.py": "", "b.py": "from a import g as h\nh()\n"}, [("b.py", 2)]),
        ("go = x.g\ngo()\n", [("a.py", 2)]),
        ("g2 = g\ng2()\n", [("a.py", 2)]),
        ("h()\n", []),
    ],
)
def test_calls_by_name(files: Files, expected: list[tuple[str, int]]) -> None:
    """A call is found by the name of what it calls, also behind an import alias or another name."""
    rows = link(files).index.calls.get("g", [])
    assert [(node.path.removeprefix(f"{ROOT}/"), node.summary.calls[number].line) for node, number in rows] == expected


def test_references() -> None:
    """A call that receives a function is found by the function's name; lambdas by their number."""
    program = link("run(g)\nrun(x.g)\nrun(key=g)\nrun(lambda: 1)\ng()\n")
    lines = [node.summary.calls[number].line for node, number in program.index.references["g"]]
    assert lines == [1, 2, 3]
    assert [name for name in program.index.references if name.startswith("<lambda>")] == ["<lambda>1"]


def test_reads_by_name() -> None:
    """Attribute reads are found by the attribute."""
    program = link("a.p\nb.p\na.q\n")
    rows = [node.summary.attribute_reads[number].line for node, number in program.index.reads["p"]]
    assert rows == [1, 2]
