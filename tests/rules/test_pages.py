"""The page of every rule, its docstring, is complete, and its examples do what they say.

In *Example* and *Use instead* each ``python`` block is a program. A block of several files starts each of them with a
row ``# file: package/module.py``.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from asynclint.engine.registry import discover
from asynclint.rule import CommentRule, Fixable, Rule
from asynclint.syntax.comments import comments
from tests.rules import markers
from tests.rules.harness import EXAMPLE, check, differences, mended, written_rules

HEADINGS = [
    "What it does",
    "Why is this bad?",
    "Example",
    "Use instead",
    "Fix safety",
    "Known problems",
    "Options",
    "References",
]
REQUIRED = {"What it does", "Why is this bad?", "Example", "Use instead"}

_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)


def rule_class(code: str) -> type[Rule]:
    found = discover().classes.get(code)
    if found is None:
        pytest.fail(f"{code} has no class")
    return found


def sections(rule: type[Rule]) -> dict[str, str]:
    """The text under each heading of a rule's page; that of the first sentence under an empty heading."""
    page = rule.__doc__ or ""
    lines = page.splitlines()
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    text = "\n".join([lines[0], *(line[margin:] for line in lines[1:])])
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(["", *parts[1::2]], parts[0::2], strict=True))


def programs(section: str) -> list[dict[str, str]]:
    """The blocks of a section as files by name."""
    result = []
    for block in _BLOCK.findall(section):
        parts = _FILE.split(block)
        named = dict(zip(parts[1::2], parts[2::2], strict=True))
        result.append(named or {EXAMPLE: block})
    return result


@pytest.mark.parametrize("code", written_rules())
def test_the_page_has_its_headings(code: str) -> None:
    """Known headings only, in their order, the necessary ones among them, none empty."""
    rule = rule_class(code)
    found = sections(rule)
    summary = found.pop("").strip()
    assert summary.endswith("."), "the page starts with a sentence"
    assert "\n\n" not in summary
    assert list(found) == [heading for heading in HEADINGS if heading in found]
    assert set(found) >= REQUIRED
    assert all(text.strip() for text in found.values())
    assert ("Fix safety" in found) is (rule.fixable != "no"), "Fix safety is for rules with a fix"


@pytest.mark.parametrize("code", written_rules())
def test_the_example_is_reported_where_marked(code: str, tmp_path: Path) -> None:
    """Each program of *Example* has a marker of this rule; it and the default rules report nothing else."""
    rule = rule_class(code)
    examples = programs(sections(rule)["Example"])
    assert examples
    for number, files in enumerate(examples):
        root = tmp_path / str(number)
        assert any(marked.rule == rule.name for text in files.values() for marked in markers.read(text))
        assert not differences(root, files, check(root, files, options_of(rule, root), [rule.code]))


@pytest.mark.parametrize("code", written_rules())
def test_the_replacement_is_silent(code: str, tmp_path: Path) -> None:
    """Neither the rule nor a default rule reports anything in *Use instead*."""
    rule = rule_class(code)
    replacements = programs(sections(rule)["Use instead"])
    assert replacements
    for number, files in enumerate(replacements):
        root = tmp_path / str(number)
        assert check(root, files, options_of(rule, root), [rule.code]) == []


def with_a_fix() -> list[str]:
    """The codes of the rules that promise a fix and have one."""
    rules = [rule_class(code) for code in written_rules()]
    return [rule.code for rule in rules if rule.fix is not Rule.fix and rule.fixable is not Fixable.NO]


@pytest.mark.parametrize("code", with_a_fix())
def test_the_fix_mends_the_example(code: str, tmp_path: Path) -> None:
    """What has a fix is silent after it, nothing else is reported instead, every comment is still there."""
    rule = rule_class(code)
    examples = programs(sections(rule)["Example"])
    number = sum(fixes_made(rule, tmp_path / str(number), files, {}) for number, files in enumerate(examples))
    assert number, "no example shows the fix"


@pytest.mark.parametrize("code", [code for code in written_rules() if code.startswith("AL1")])
def test_a_thread_mends_the_example(code: str, tmp_path: Path) -> None:
    """With ``fix-blocking-with``, what stands in a coroutine is silent, and nothing else is reported instead."""
    rule = rule_class(code)
    for number, files in enumerate(programs(sections(rule)["Example"])):
        fixes_made(rule, tmp_path / str(number), files, {"fix-blocking-with": "thread"})


def fixes_made(rule: type[Rule], root: Path, files: dict[str, str], options: dict[str, Any]) -> int:
    """Apply the fixes of a rule until there is nothing left to fix; how many findings that took away."""
    options = options_of(rule, root) | options
    findings = check(root, files, options, [rule.code])
    fixable = [finding for finding in findings if finding.code == rule.code and finding.fix is not None]
    if not fixable:
        return 0
    changed = mended(root, files, fixable)
    for name, text in files.items():
        assert issubclass(rule, CommentRule) or comments_of(changed[name]) == comments_of(text)
    left = check(root, changed, options, [rule.code])
    assert Counter(one.code for one in left) <= Counter(one.code for one in findings)
    assert changed != files
    return len(findings) - len(left) + fixes_made(rule, root, changed, options)


def comments_of(text: str) -> list[str]:
    return [text[start:end] for start, end in comments(text)]


def options_of(rule: type[Rule], root: Path) -> dict[str, Any]:
    """A ``toml`` block under *Options* is the configuration of the project that the examples belong to.

    One with a header is a knowledge file of it.
    """
    block = re.search(r"^```toml\n(.*?)^```$", sections(rule).get("Options", ""), re.MULTILINE | re.DOTALL)
    if block is None:
        return {}
    if not block[1].startswith("[header]"):
        return tomllib.loads(block[1])
    root.mkdir(exist_ok=True)
    (root / "knowledge.toml").write_text(block[1], encoding="utf-8")
    return {"knowledge": ["knowledge.toml"]}
