"""Which file rules are asked about a file."""

from asynclint.rule import FileRule
from asynclint.session.gates import concerned
from tests.summarize.summaries import summary


class Always(FileRule):
    """Looks at every file."""


class ByName(FileRule):
    """Looks for calls of a function."""

    names = ("gather", "wait")


class ByWord(FileRule):
    """Looks for statements."""

    words = ("while",)


class ByEither(FileRule):
    """Looks for calls of a function in handlers without a class."""

    names = ("wait",)
    words = ("except:",)


RULES = (ByEither, Always, ByWord, ByName)


def asked(text: str) -> list[type[FileRule]]:
    """The rules that are asked about a file with this text."""
    return list(concerned(RULES, text, summary(text)))


def test_names() -> None:
    """A rule with names is asked where the code has one of them, as a whole."""
    assert asked("wait()\n") == [ByEither, Always, ByName]
    assert asked("import asyncio\n\nasyncio.gather()\n") == [Always, ByName]
    assert asked("'wait'  # wait\nwait_for()\n") == [Always]


def test_words() -> None:
    """A rule with words is asked where the text has one of them; of names and words one is enough."""
    assert asked("while x: pass\n") == [Always, ByWord]
    assert asked("try: pass\nexcept: pass\n") == [ByEither, Always]
