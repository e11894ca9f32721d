"""The names in the code of a file."""

import pytest

from asynclint.summarize.vocabulary import vocabulary
from tests.summarize.summaries import summary


@pytest.mark.parametrize(
    "code",
    [
        "wanted", "x.wanted.y", "x.wanted()", "f(wanted=1)", "wanted = 1", "x.wanted = 1", "def wanted(): pass",
        "class A(b.wanted): pass", "import wanted", "import a.wanted.b", "from .wanted import b",
        "from a import wanted", "from a import b as wanted", "import a as wanted", "lambda wanted: 0",
        "def f(*, wanted=1): pass",
        "def f(a: 'b.wanted[int]'): pass", "@wanted\ndef f(): pass", "try: pass\nexcept (A, b.wanted): pass",
        "class A:\n    def f(self):\n        self.wanted = 1", "with a as wanted: pass", "f'{wanted}'",
    ],
)  # fmt: skip
def test_names(code: str) -> None:
    """Whatever the code reads, binds, imports or passes by keyword."""
    assert "wanted" in vocabulary(summary(code))


@pytest.mark.parametrize("code", ["'wanted'", "# wanted", "f'wanted'", "def f():\n    '''wanted'''", "unwanted"])
def test_no_names(code: str) -> None:
    """What stands in strings and comments, and what is only a part of a name."""
    assert "wanted" not in vocabulary(summary(code))
