"""Which outside modules a file can have objects of."""

import pytest

from asynclint.program.calls.reach import Reach
from tests.program.linking import link, module

FILES = {
    "a.py": "import b\n",
    "b.py": "import c\nimport requests\n",
    "c.py": "import d\n",
    "d.py": "import e\n",
    "e.py": "import redis.asyncio\n",
    "other.py": "import yaml\n",
}


@pytest.mark.parametrize(
    ("path", "top", "reaches"),
    [
        ("b.py", "requests", True),
        ("a.py", "requests", True),
        ("c.py", "requests", False),
        ("b.py", "redis", True),
        ("a.py", "redis", False),
        ("other.py", "redis", False),
        ("other.py", "asyncio", True),
        ("other.py", "unknown", False),
    ],
)
def test_imports(path: str, top: str, reaches: bool) -> None:
    """What a file imports, what that imports, and so on for three steps; a few modules are always near."""
    program = link(FILES)
    reach = Reach(program.index, {})
    assert reach.reaches(module(program, path), reach.mask({top})) is reaches


def test_related() -> None:
    """A module that gives objects of another one brings that near, too."""
    program = link(FILES)
    reach = Reach(program.index, {"yaml": {"numpy"}})
    assert reach.reaches(module(program, "other.py"), reach.mask({"numpy"}))
    assert not reach.reaches(module(program, "a.py"), reach.mask({"numpy"}))


def test_one_of_several() -> None:
    """A mask of several names asks for any of them."""
    program = link(FILES)
    reach = Reach(program.index, {})
    assert reach.reaches(module(program, "other.py"), reach.mask({"redis", "yaml"}))
    assert not reach.reaches(module(program, "other.py"), reach.mask(frozenset()))
