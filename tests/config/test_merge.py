"""Later sources win, and what they say of paths is understood from where they stand."""

from pathlib import Path

import pytest

from asynclint.config.merge import Source, merge, target_version
from asynclint.config.selection_options import EXCLUDED
from asynclint.config.settings import RuleLayer, Settings
from asynclint.model.effects import Confidence
from asynclint.model.options import RuleOptions
from asynclint.model.problems import UsageError

ROOT = Path("/project")


def settings(*sources: tuple[dict[str, object], str], requires_python: str | None = None) -> Settings:
    """Merge values, each with the folder that they are relative to."""
    made = [Source(values, Path(base)) for values, base in sources]
    return merge(made, root=ROOT, config_file=None, requires_python=requires_python)


def test_defaults() -> None:
    """Without any source the table's defaults hold."""
    merged = settings()
    assert merged.min_confidence is Confidence.LIKELY
    assert merged.exclude == EXCLUDED
    assert merged.cache_dir == ROOT / ".asynclint_cache"
    assert merged.rule_layers == ()
    assert merged.target_version == (3, 10)
    assert merged.jobs is None


def test_later_source_wins() -> None:
    """The command line goes before the file."""
    merged = settings(({"jobs": 2, "min-confidence": "certain"}, "/project"), ({"jobs": 4}, "/project"))
    assert merged.jobs == 4
    assert merged.min_confidence is Confidence.CERTAIN


def test_options_of_rules_are_kept_together() -> None:
    """Rules get those, and nothing else of the settings."""
    merged = settings(({"no-checkpoint-warning-decorators": ["fast", "hooks.quick"]}, "/project"))
    expected = RuleOptions(no_checkpoint_warning_decorators=("fast", "hooks.quick"), target_is_stated=False)
    assert merged.rule_options == expected
    assert settings().rule_options == RuleOptions(target_is_stated=False)


def test_rule_layers_stay_apart() -> None:
    """The engine combines selectors of several sources itself; sources that say nothing of rules are no layers."""
    merged = settings(({"select": ["AL1"]}, "/"), ({"jobs": 1}, "/"), ({"ignore": ["AL101"]}, "/"))
    assert merged.rule_layers == (RuleLayer(select=("AL1",)), RuleLayer(ignore=("AL101",)))


def test_empty_select_is_not_no_select() -> None:
    """`select = []` selects nothing."""
    assert settings(({"select": []}, "/")).rule_layers == (RuleLayer(select=()),)


def test_paths_are_relative_to_their_source() -> None:
    """A path in a file is relative to the file, one on the command line to the working directory."""
    merged = settings(({"knowledge": ["tools/k.toml"]}, "/project"), ({"cache-dir": "../cache"}, "/project/sub"))
    assert merged.knowledge == (ROOT / "tools/k.toml",)
    assert merged.cache_dir == ROOT / "cache"


@pytest.mark.parametrize(
    ("pattern", "base", "expected"),
    [
        ("tests", "/project/sub", "tests"),
        ("tests/", "/project/sub", "tests/"),
        ("*.pyi", "/project/sub", "*.pyi"),
        ("tests/data", "/project", "/tests/data"),
        ("tests/data", "/project/sub", "/sub/tests/data"),
        ("./tests/data", "/project/sub", "/sub/tests/data"),
        ("/project/a/b", "/project/sub", "/a/b"),
        ("!src/**", "/project", "!/src/**"),
        ("**/x.py", "/project", "/**/x.py"),
    ],
)
def test_patterns_are_relative_to_the_root(pattern: str, base: str, expected: str) -> None:
    """Patterns with a slash hold where they were written; those without hold at any depth."""
    merged = settings(({"per-file-ignores": {pattern: ["AL1"]}}, base))
    assert merged.per_file_ignores == {expected: ("AL1",)}


def test_extend_exclude_adds() -> None:
    """extend-exclude keeps the usual exclusions, exclude replaces them."""
    assert settings(({"extend-exclude": ["x"]}, "/project")).exclude == (*EXCLUDED, "x")
    assert settings(({"exclude": ["x"]}, "/project")).exclude == ("x",)


def test_overrides() -> None:
    """A table of overrides keeps its patterns, selectors and confidence."""
    table = {"include": ["tests/**"], "ignore": ["AL1"], "min-confidence": "certain"}
    (override,) = settings(({"overrides": [table]}, "/project")).overrides
    assert override.include == ("/tests/**",)
    assert override.rules == RuleLayer(ignore=("AL1",))
    assert override.min_confidence is Confidence.CERTAIN


@pytest.mark.parametrize(
    ("word", "requires_python", "expected"),
    [
        ("py313", ">=3.8", (3, 13)),
        (None, ">=3.12", (3, 12)),
        (None, ">=3.9,<4", (3, 9)),
        (None, ">3.8, !=3.9.1", (3, 8)),
        (None, "~=3.11", (3, 11)),
        (None, "==3.12.*", (3, 12)),
        (None, "<4,>=3.11.2", (3, 11)),
        (None, ">=2.7", (3, 7)),
        (None, ">=3.30", (3, 15)),
        (None, "<4", (3, 10)),
        (None, "nonsense", (3, 10)),
        (None, None, (3, 10)),
    ],
)
def test_target_version(word: str | None, requires_python: str | None, expected: tuple[int, int]) -> None:
    """The option wins; else it is the lowest version that requires-python allows, of those that are supported."""
    assert target_version(word, requires_python) == expected


def test_no_jobs_are_refused() -> None:
    """Zero processes would read nothing."""
    with pytest.raises(UsageError, match="jobs: 0"):
        settings(({"jobs": 0}, "/"))


@pytest.mark.parametrize(
    ("word", "requires_python", "stated"),
    [("py311", None, True), (None, ">=3.9", True), (None, None, False), (None, "x", False)],
)
def test_whether_the_target_is_stated(word: str | None, requires_python: str | None, stated: bool) -> None:
    """Rules that go by it can tell a guess from what the project says."""
    source = Source({"target-version": word} if word else {}, Path("/p"))
    merged = merge([source], root=Path("/p"), config_file=None, requires_python=requires_python)
    assert merged.rule_options.target_is_stated is stated
