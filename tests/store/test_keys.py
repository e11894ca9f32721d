"""Keys tell apart what must not be mixed up."""

import os
from pathlib import Path

from asynclint.store.keys import environment, key


def test_parts_are_not_run_together() -> None:
    """Where a part ends belongs to the key."""
    assert key("ab", "c") != key("a", "bc")
    assert key("a") != key("a", "")
    assert key("a", b"b") == key(b"a", "b")


def test_names_that_are_no_text_have_keys() -> None:
    """File names may hold bytes that are not UTF-8."""
    assert key("a\udcff") != key("a\udcfe")


def test_environment_follows_code(tmp_path: Path) -> None:
    """A changed rule or knowledge file, and another version, make another environment; compiled files do not."""
    (tmp_path / "rules").mkdir()
    rule = tmp_path / "rules" / "rule.py"
    rule.write_text("1")
    first = environment("1.0", [tmp_path])
    assert environment("1.0", [tmp_path]) == first
    assert environment("1.1", [tmp_path]) != first
    (tmp_path / "rules" / "__pycache__").mkdir()
    (tmp_path / "rules" / "__pycache__" / "rule.cpython.py").write_text("")
    assert environment("1.0", [tmp_path]) == first
    os.utime(rule, ns=(1, 1))
    second = environment("1.0", [tmp_path])
    assert second != first
    (tmp_path / "knowledge.toml").write_text("")
    assert environment("1.0", [tmp_path]) != second
