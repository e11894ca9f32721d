"""The facts of all files by name: aliases, bases, versions, and what concerns a program."""

from pathlib import Path

import pytest

from asynclint.knowledge.schema import ClassRow, Fact, Header, KnowledgeFile
from asynclint.knowledge.table import Table, gives_awaitable
from asynclint.model.effects import Blocking
from asynclint.model.problems import UsageError

BLOCKS = Fact(blocks=Blocking.WAIT)
HEADER = Header("lib", "1", "https://example.org", ("lib", "lib_extra.sub"))
FILE = KnowledgeFile(
    HEADER,
    functions={
        "lib.wait": BLOCKS,
        "lib: one two": Fact(returns="int"),
        "lib.old": Fact(returns="int", until="3.11"),
        "lib.new": Fact(returns="int", since="3.13"),
        "lib.later": Fact(is_async=True),
        "builtins.bare": Fact(returns="str"),
    },
    classes={
        "lib.Base": ClassRow(
            aliases=("lib.core.Base",),
            methods={"get put": Fact(returns="int"), "slow": BLOCKS, "fresh": Fact(since="3.13")},
            attributes={"name": "str"},
            properties={"size": Fact(returns="int")},
        ),
        "lib.Sub": ClassRow(bases=("lib.Base[int]", "lib.missing.Unknown"), methods={"get": Fact(returns="str")}),
        "lib.Open": ClassRow(methods={"*": BLOCKS, "safe": Fact()}, attributes={"name": "str"}),
        "lib.Made": ClassRow(construct=BLOCKS, aliases=("lib.make",)),
        "lib.Loop": ClassRow(bases=("lib.Loop",)),
    },
    names={"lib.core.wait": "lib.wait"},
    values={"lib.shared": "lib.Base"},
)


def table(version: tuple[int, int] = (3, 14)) -> Table:
    """The facts of the file for a Python version."""
    return Table([FILE], version)


@pytest.mark.parametrize(
    ("name", "returns"),
    [
        ("lib.one", "int"),
        ("lib.two", "int"),
        ("bare", "str"),
        ("builtins.bare", "str"),
        ("lib.Base.get", "int"),
        ("lib.Base.put", "int"),
        ("lib.core.Base.get", "int"),
        ("lib.Sub.get", "str"),
        ("lib.Sub.put", "int"),
        ("lib.missing", "no fact"),
        ("lib.Sub.missing", "no fact"),
    ],
)
def test_function(name: str, returns: str) -> None:
    """A fact is found under every name of the thing, methods also through bases, nearest first."""
    fact = table().function(name)
    assert (fact.returns if fact else "no fact") == returns


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lib.core.wait", "lib.wait"),
        ("lib.core.Base", "lib.Base"),
        ("lib.core.Base.get", "lib.Base.get"),
        ("builtins.len", "len"),
        ("lib.unknown", "lib.unknown"),
    ],
)
def test_canonical(name: str, expected: str) -> None:
    """Aliases of things, and of the classes that they belong to, lead to the names of their rows."""
    assert table().canonical(name) == expected


def test_constructor() -> None:
    """The fact of a class name is that of constructing it."""
    assert table().function("lib.Made") == BLOCKS
    assert table().function("lib.make") == BLOCKS


@pytest.mark.parametrize(("version", "names"), [((3, 11), {"lib.old"}), ((3, 12), set()), ((3, 13), {"lib.new"})])
def test_versions(version: tuple[int, int], names: set[str]) -> None:
    """A row holds from ``since`` up to and including ``until``."""
    facts = table(version)
    assert {name for name in ("lib.old", "lib.new") if facts.function(name)} == names
    assert (facts.method("lib.Base", "fresh") is not None) is (version >= (3, 13))


def test_method() -> None:
    """A method is told with the class that has it; ``*`` stands for every public name that is not listed."""
    facts = table()
    assert facts.method("lib.Sub", "slow") == ("lib.Base.slow", BLOCKS)
    assert facts.method("lib.Open", "anything") == ("lib.Open.anything", BLOCKS)
    assert facts.method("lib.Open", "safe") == ("lib.Open.safe", Fact())
    assert facts.method("lib.Open", "name") is None
    assert facts.method("lib.Open", "_private") is None


def test_attribute() -> None:
    """Attributes and properties have types, inherited ones too."""
    facts = table()
    assert [facts.attribute("lib.Sub", name) for name in ("name", "size", "missing")] == ["str", "int", None]


@pytest.mark.parametrize(
    ("name", "ancestor", "expected"),
    [
        ("lib.Sub", "lib.Base", True),
        ("lib.Sub", "lib.core.Base", True),
        ("lib.Base", "lib.Base", True),
        ("lib.Base", "lib.Sub", False),
        ("unknown.A", "unknown.A", True),
        ("unknown.A", "lib.Base", False),
    ],
)
def test_inherits(name: str, ancestor: str, expected: bool) -> None:
    """A class inherits from itself and from what its row names, whatever the alias."""
    assert table().inherits(name, ancestor) is expected


def test_ancestors_end() -> None:
    """A class that is its own base is found once."""
    assert [name for name, _ in table().ancestors("lib.Loop")] == ["lib.Loop"]
    assert [name for name, _ in table().ancestors("lib.Sub")] == ["lib.Sub", "lib.Base"]


def test_names_to_look_for() -> None:
    """The last names of all that blocks or gives an awaitable are known beforehand, with those of aliases."""
    facts = table()
    assert {"wait", "slow", "Made", "make"} <= facts.blocking_names.keys()
    assert not {"one", "get", "later"} & facts.blocking_names.keys()
    assert "later" in facts.awaitable_names
    assert "wait" not in facts.awaitable_names
    assert facts.open_modules == {"lib"}


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (Fact(is_async=True), True),
        (Fact(returns="asyncio.Future[int]"), True),
        (Fact(returns="twisted.internet.defer.Deferred[int] | None"), True),
        (Fact(returns="int"), False),
        (Fact(), False),
    ],
)
def test_gives_awaitable(fact: Fact, expected: bool) -> None:
    """Async functions give awaitables, and functions whose result is called one."""
    assert gives_awaitable(fact) is expected


def test_later_files_win() -> None:
    """What a later file says of a name replaces what an earlier one says."""
    other = KnowledgeFile(HEADER, functions={"lib.wait": Fact()})
    assert Table([FILE, other]).function("lib.wait") == Fact()


def test_only_what_concerns_the_program() -> None:
    """Facts are read for the modules that are imported, and for those that are always there."""
    some, everything = Table.load(["time"]), Table.load()
    assert some.function("time.sleep") is not None
    assert some.function("asyncio.sleep") is not None
    assert some.function("requests.get") is None
    assert everything.function("requests.get") is not None
    assert Table.load(["requests.adapters"]).function("requests.get") is not None


def test_extra_files(tmp_path: Path) -> None:
    """A project's own file adds to the built-in ones, and a bad one is told."""
    path = tmp_path / "mine.toml"
    text = '[header]\ndistribution = "x"\nversions = "1"\nsource = "y"\nmodules = ["never_imported"]\n'
    path.write_text(f'{text}[functions]\n"mine.f" = {{ blocks = "sleep" }}\n')
    found = Table.load(["time"], [path])
    assert found.function("mine.f") == Fact(blocks=Blocking.SLEEP)
    assert found.function("time.sleep") is not None
    path.write_text("[functions]\n")
    with pytest.raises(UsageError, match=r"mine\.toml: "):
        Table.load(["time"], [path])
