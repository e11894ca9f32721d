"""Whatever the code: fixing twice is fixing once, and what no edit names is as it was."""

import ast
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asynclint.config.merge import Source, merge
from asynclint.session.fixing import Fixed, fix
from asynclint.session.project import Project
from asynclint.session.session import Session
from asynclint.syntax.comments import comments

HEADS = st.sampled_from(
    [
        "import asyncio\nimport time\n",
        '"""Doc."""\nfrom __future__ import annotations\n\nimport time\n',
        "#!/usr/bin/env python\n# a licence\n\nimport time  # why\nimport asyncio as aio\n",
        "import time\n\nimport trio\n",
        "import time\nfrom tornado import gen\n",
        "import asyncio\nimport time\n\ntasks = set()\n\n\ndef asyncio_(): ...\n",
    ]
)
CALLS = st.sampled_from(
    [
        "save(1)",
        "self.store(x)",
        "asyncio.sleep(0)",
        "save(\n            1,  # one\n        )",
        "(save(1))",
        "save(*x, y=2)",
    ]
)
CONTEXTS = st.sampled_from(
    [
        "{}",
        "x = {}",
        "return {}",
        "if {}: pass",
        "while not {}: break",
        "x = [{} for y in x]",
        "x = ({} for y in x)",
        "x = lambda: {}",
        "print(f'{{x}}'); {}; x = 1",
        "assert {}, x  # it holds",
        "x = {}.name",
        "x = {}[0] + 1",
        "try:\n            return {}\n        finally:\n            pass",
        "for y in {}: x = y",
        "with x: {}",
        "time.sleep(1)",
        "asyncio.create_task({})",
        "t = asyncio.create_task({})  # kept?",
        "asyncio.ensure_future({}).add_done_callback(print)",
        "'''a string\n{}\n'''",
        "time.sleep(1)  # asynclint: ignore[blocking-sleep, blocking-http] so",
    ]
)
STATEMENTS = st.builds(lambda context, call: context.format(call), CONTEXTS, CALLS)
KINDS = st.sampled_from(["async def", "def", "@gen.coroutine\n    def"])
METHODS = st.builds(
    lambda kind, number, body: f"    {kind} m{number}(self, x, y):\n" + "".join(f"        {one}\n" for one in body),
    KINDS,
    st.integers(0, 3),
    st.lists(STATEMENTS, min_size=1, max_size=4),
)
FILES = st.builds(
    lambda head, methods: (
        f"{head}\n\nasync def save(x, y=1):\n    return x\n\n\nclass A:\n"
        f"    async def store(self, x):\n        return x\n\n{''.join(methods)}"
    ),
    HEADS,
    st.lists(METHODS, min_size=1, max_size=3),
)
NEWLINES = st.sampled_from(["\n", "\r\n"])


def session(root: Path, options: dict[str, str]) -> Session:
    values: dict[str, object] = {"no-cache": True, "jobs": 1, **options}
    settings = merge([Source(values, root)], root=root, config_file=None, requires_python=None)
    return Session(Project(root, None, (root,)), settings)


def fixed(root: Path, data: bytes, options: dict[str, str]) -> Fixed:
    """All fixes of a file of its own."""
    path = root / "sample.py"
    return fix(session(root, options), [path], {str(path): data}, unsafe=True)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES, NEWLINES, st.sampled_from([{}, {"fix-blocking-with": "thread"}]))
def test_fixing_is_a_fixed_point(tmp_path: Path, text: str, newline: str, options: dict[str, str]) -> None:
    """The result is Python, has every comment and line end, and nothing more to fix."""
    try:
        ast.parse(text)
    except SyntaxError:
        return
    data = text.replace("\n", newline).encode()
    first = fixed(tmp_path, data, options)
    assert not first.warnings
    after = first.after.get(str(tmp_path / "sample.py"), data)
    result = after.decode()
    ast.parse(result)
    assert fixed(tmp_path, after, options).after == {}
    assert result.count("\n") == result.count(newline)
    gone = ["# asynclint: ignore[blocking-sleep, blocking-http] so"]
    kept = [text[slice(*span)] for span in comments(text)]
    left = [result[slice(*span)].rstrip("\r") for span in comments(result)]
    assert [one for one in kept if one not in gone] == [one for one in left if not one.startswith("# asynclint")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES)
def test_rows_that_nothing_names_stay(tmp_path: Path, text: str) -> None:
    """Each is there, in its order, as it was."""
    try:
        ast.parse(text)
    except SyntaxError:
        return
    path = tmp_path / "sample.py"
    report = session(tmp_path, {}).check([path], {str(path): text.encode()})
    named = {row for one in report.findings for row in range(one.statement_row, one.noqa_row + 1)}
    result = fixed(tmp_path, text.encode(), {}).after.get(str(path), text.encode()).decode()
    rest = iter(result.splitlines())
    assert all(row in rest for number, row in enumerate(text.splitlines(), 1) if number not in named)
