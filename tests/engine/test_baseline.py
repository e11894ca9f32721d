"""The baseline: what it matches, what it writes, and what it refuses."""

import json
import random
from collections.abc import Collection
from pathlib import Path

import pytest

from asynclint.engine.baseline import Accepted, Comparison, compare, read, text
from asynclint.model.findings import Entry, Finding, Step
from asynclint.model.identity import Identity
from asynclint.model.problems import UsageError
from asynclint.model.spans import Location

HERE = Location(1, 1)
Found = tuple[Finding, Identity]


def found(
    path: str, function: str = "f", statement: str = "g()", occurrence: int = 1, entries: Collection[str] = ()
) -> Found:
    """A finding, and its identity; with ``entries`` (``path:function``) of a rule that follows calls."""
    steps = tuple(Step("/r/x.py", HERE, "x", "y") for _ in range(2)) if entries else ()
    finding = Finding(
        "AL101",
        "blocking-sleep",
        "",
        f"/r/{path}",
        Location(occurrence, 1),
        HERE,
        1,
        function=function,
        blocks="sleep" if entries else None,
        chain=steps,
        entries=tuple(Entry(f"/r/{name.split(':')[0]}", HERE, name.split(":")[1]) for name in entries),
    )
    return finding, Identity(path, function, "AL101", statement, occurrence)


def baseline(*items: Found) -> list[Accepted]:
    """What a first baseline of these findings would hold."""
    return compare([], items, "/r", judged=lambda _: True, is_gone=lambda _: False).grown


def compared(entries: list[Accepted], *items: Found, gone: Collection[str] = ()) -> Comparison:
    return compare(entries, items, "/r", judged=lambda _: True, is_gone=lambda path: path in gone)


def test_accepted_findings_are_not_new() -> None:
    """Each entry takes one finding; another statement, function or path is new."""
    entries = baseline(found("a.py"), found("b.py"))
    comparison = compared(entries, found("a.py"), found("a.py", "h"), found("a.py", statement="i()"), found("c.py"))
    assert [(one.filename, one.function) for one in comparison.new] == [
        ("/r/a.py", "h"),
        ("/r/a.py", "f"),
        ("/r/c.py", "f"),
    ]
    assert [entry.path for entry in comparison.stale] == ["b.py"]


def test_occurrences() -> None:
    """One more of the same statement in the same function is new; one less is stale."""
    entries = baseline(found("a.py"), found("a.py", occurrence=2))
    more = compared(entries, found("a.py"), found("a.py", occurrence=2), found("a.py", occurrence=3))
    assert [one.location.row for one in more.new] == [3]
    less = compared(entries, found("a.py"))
    assert (less.new, [entry.occurrence for entry in less.stale]) == ([], [2])


def test_moved_file() -> None:
    """Entries whose path is gone match in another file, each once."""
    entries = baseline(found("a.py"), found("a.py", "h"))
    moved = compared(entries, found("d/a.py"), found("d/a.py", "h"), found("e.py"), gone=["a.py"])
    assert [one.filename for one in moved.new] == ["/r/e.py"]
    assert [entry.path for entry in moved.kept] == ["d/a.py", "d/a.py"]
    assert len(compared(entries, found("d/a.py")).new) == 1, "a.py is still there"


def test_new_ways() -> None:
    """A way from a function that is not accepted is new; fewer ways are not."""
    entries = baseline(found("a.py", entries=["m.py:x", "m.py:y"]))
    assert entries[0].entries == ("m.py:x", "m.py:y")
    (wide,) = compared(entries, found("a.py", entries=["m.py:x", "n.py:z"])).widened
    assert wide.known == {("/r/m.py", "x")}
    fewer = compared(entries, found("a.py", entries=["m.py:x"]))
    assert (fewer.new, fewer.widened, fewer.kept[0].entries) == ([], [], ("m.py:x",))
    assert compared(entries, found("a.py", entries=["m.py:x", "n.py:z"])).kept[0].entries == ("m.py:x",)
    assert compared(entries, found("a.py", entries=["m.py:x", "n.py:z"])).grown[0].entries == ("m.py:x", "n.py:z")


def test_functions_of_a_moved_file() -> None:
    """An accepted function whose file is gone stands for one of its name elsewhere, once."""
    entries = baseline(found("a.py", entries=["m.py:x"]))
    moved = compared(entries, found("a.py", entries=["n/m.py:x"]), gone=["m.py"])
    assert moved.widened == []
    assert moved.kept[0].entries == ("n/m.py:x",)
    two = compared(entries, found("a.py", entries=["n/m.py:x", "o.py:x"]), gone=["m.py"])
    assert len(two.widened) == 1


def test_occurrences_with_ways_match_by_their_ways() -> None:
    """Of two equal statements each keeps its own entry, whichever comes first."""
    entries = baseline(found("a.py", entries=["m.py:x"]), found("a.py", occurrence=2, entries=["m.py:y"]))
    swapped = compared(entries, found("a.py", entries=["m.py:y"]), found("a.py", occurrence=2, entries=["m.py:x"]))
    assert (swapped.new, swapped.widened, swapped.stale) == ([], [], [])


def test_what_was_not_judged_stays() -> None:
    """A run of other rules or files neither calls an entry stale nor removes it."""
    entries = baseline(found("a.py"))
    comparison = compare(entries, [], "/r", judged=lambda _: False, is_gone=lambda _: False)
    assert (comparison.stale, comparison.kept, comparison.grown) == ([], entries, entries)


def test_file(tmp_path: Path) -> None:
    """Written entries are read again, in any order and with duplicates; each has a line of its own."""
    items = [
        found("b.py", "é"),
        found("a.py", statement='x("\n")'),
        found("\udcff.py"),
        found("c.py", entries=["d.py:x"]),
    ]
    entries = baseline(*items)
    path = tmp_path / "asynclint-baseline.json"
    path.write_text(text(entries))
    assert read(path) == sorted(entries)
    assert json.loads(path.read_text())["version"] == 1
    lines = text(entries).splitlines()
    assert len(lines) == len(entries) + 3
    paths = [json.loads(line.rstrip(","))["path"] for line in lines[1:-2]]
    assert paths == ["a.py", "b.py", "c.py", "\udcff.py"]
    shuffled = lines[1:-2] * 2
    random.Random(0).shuffle(shuffled)
    path.write_text("\n".join([lines[0], *shuffled, *lines[-2:]]))
    assert text(read(path)) == text(entries)


def test_another_entry_changes_no_other_line() -> None:
    """So that two branches that add entries merge."""
    first, second, third = (baseline(found(name))[0] for name in ("a.py", "b.py", "c.py"))
    few, more = text([second]).splitlines(), text([first, second, third]).splitlines()
    assert set(few) < set(more)
    assert len(more) == len(few) + 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "this is no baseline of asynclint: Expecting value"),
        (b"[]", "this is no baseline of asynclint: Expected `object`"),
        (b'{"version": 1}', "missing required field `findings`"),
        (b'{"version": 2, "findings": []}', "baselines of version 2 are not known"),
        (b'{"version": 1, "findings": [{"path": 1}]}', "Expected `str`, got `int`"),
        (b'{"version": 1, "findings": [{"path": "a"}]}', "missing required field"),
        (b'{"version": 1, "findings": [\n<<<<<<< HEAD\n]}', "it has merge conflicts that nobody solved"),
        (b"\xff", "this is no baseline of asynclint: 'utf-8' codec"),
        (None, "this baseline cannot be read: No such file or directory"),
    ],
)
def test_corrupt_file(tmp_path: Path, content: bytes | None, reason: str) -> None:
    """A sentence names the file and what is wrong."""
    path = tmp_path / "b.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as error:
        read(path)
    assert str(error.value).startswith(f"{path}: ")
    assert reason in str(error.value)
