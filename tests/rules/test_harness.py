"""The harness itself notices what is missing, what is too much, and what it cannot read."""

from pathlib import Path

import pytest

from tests.rules import case_pages, markers
from tests.rules.harness import SUFFIXES, check, differences, written_rules
from tests.rules.test_cases import rewrite
from tests.rules.test_pages import rule_class

PAGE = """\
# A page

## Without code

Only words.

## Two files and options

`app/a.py`:

```python
import time

async def main():
    time.sleep(1)  # error: blocking-sleep "time.sleep"
```

`app/b.py`:

```python
async def quiet():
    return 1
```

```toml
min-confidence = "certain"
```

## A wrong marker

```python
import time

async def main():
    time.sleep(1)
    return 1  # error: blocking-http
```
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_a_page_is_read_as_cases(page: Path) -> None:
    """Headings without code are none; files have names and know their rows in the page."""
    first, second = case_pages.read(page)
    assert first.name == "page: Two files and options"
    assert list(first.files) == ["app/a.py", "app/b.py"]
    assert first.options == {"min-confidence": "certain"}
    lines = PAGE.splitlines()
    assert lines[first.starts["app/b.py"] - 1] == "async def quiet():"
    assert list(second.files) == ["example.py"]
    assert second.options == {}


def test_differences_are_told_both_ways(page: Path, tmp_path: Path) -> None:
    """An expectation that is not met, a finding that nobody expected, and a message without the wanted part."""
    first, second = case_pages.read(page)
    assert differences(tmp_path, first.files, check(tmp_path, first.files, first.options)) == []
    missing, extra = differences(tmp_path, second.files, check(tmp_path, second.files, {}))
    assert missing == "example.py:5: expected blocking-http"
    assert extra.startswith("example.py:4: nobody expected blocking-sleep: ")
    other = {"example.py": first.files["app/a.py"].replace('"time.sleep"', '"os.system"')}
    missing, extra = differences(tmp_path, other, check(tmp_path, other, {}))
    assert missing == 'example.py:4: expected blocking-sleep with "os.system"'


def test_markers_are_rewritten_in_the_page(page: Path, tmp_path: Path) -> None:
    """Right ones stay as they are, wrong ones go, missing ones come; after that nothing differs."""
    for case in case_pages.read(page):
        root = tmp_path / case.title
        rewrite(case, root, check(root, case.files, case.options))
    assert page.read_text(encoding="utf-8") == PAGE.replace("  # error: blocking-http", "").replace(
        "time.sleep(1)\n", "time.sleep(1)  # error: blocking-sleep\n"
    )


def test_what_looks_like_a_marker_has_to_be_one() -> None:
    """A slip must not make a row silent."""
    assert markers.read('x  # error: a-b, c "d e"\n') == [(1, "a-b", ""), (1, "c", "d e")]
    assert markers.read("x  # asynclint: ignore[a-b] # error: c\n") == [(1, "c", "")]
    for line in ("x  # error a-b", "x  # Error: a-b", "x  # error: a-b c-d", "x  # error: AL101", 'x  # error: a-b "'):
        with pytest.raises(ValueError, match="not an expectation"):
            markers.read(line)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# A\n```python\nx\n", r"page\.md:2: this block has no end"),
        ("# A\n```python\nx\n```\n```python\ny\n```\n", r"page\.md:5: a second example\.py in this case"),
    ],
)
def test_a_broken_page_is_told(page: Path, text: str, message: str) -> None:
    """With its row."""
    page.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        list(case_pages.read(page))


def test_every_rule_has_cases() -> None:
    """Each written rule is expected somewhere, and each name that is expected exists."""
    expected = {
        marked.rule
        for case in case_pages.all_cases()
        for name, text in case.files.items()
        if name.endswith(SUFFIXES)
        for marked in markers.read(text)
    }
    assert expected == {rule_class(code).name for code in written_rules()}
