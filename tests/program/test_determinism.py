"""The same files give the same findings: in any order, with any number of workers, in any process."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from asynclint.model.effects import Confidence
from tests.program.linking import blocking, link
from tests.session.trees import tree

FILES = {
    "pkg/__init__.py": "from .base import Base\n",
    "pkg/base.py": """
        import time
        class Base:
            def m(self):
                raise NotImplementedError
            def wait(self):
                time.sleep(1)
            async def f(self):
                self.m()
        """,
    "pkg/one.py": """
        from pkg import Base
        class One(Base):
            def m(self):
                self.wait()
        async def co(): ...
        async def g():
            co()
            One().m()
        """,
    "pkg/two.py": """
        import asyncio, time
        from . import Base
        from .one import co
        class Two(Base):
            def m(self):
                open("x").read()
                self.wait()
        def helper(cb):
            asyncio.get_event_loop().call_soon(cb)
        def callback():
            Two().m()
        helper(callback)
        async def h():
            asyncio.create_task(co())
            x = co()
            time.sleep(1)
        """,
    "run.py": """
        from pkg.two import Two, h
        import asyncio
        async def main():
            Two().m()
            h()
        asyncio.run(main())
        """,
}


def told(files: dict[str, str]) -> list[object]:
    """All that rules are told of a program, sorted by place."""
    program = link(files, least=Confidence.POSSIBLE)
    calls = [(call.chain, call.entries, call.confidence, call.ways_in, call.callee) for call in blocking(program)]
    uses = [(use.site.filename, use.site.location, use.kind, use.use, use.unused) for use in program.awaitable_uses]
    lost = [(task.site.filename, task.site.location, task.why) for task in program.dropped_tasks()]
    return [*sorted(calls, key=repr), *sorted(uses), *sorted(lost)]


def test_order_of_files() -> None:
    """The order in which files are linked does not change what is told of them."""
    expected = told(FILES)
    assert len(expected) > 5
    for seed in range(5):
        paths = list(FILES)
        random.Random(seed).shuffle(paths)
        assert told({path: FILES[path] for path in paths}) == expected


def test_asking_twice() -> None:
    """What one question has found out does not change the answer to the next."""
    program = link(FILES, least=Confidence.POSSIBLE)
    late = link(FILES, least=Confidence.POSSIBLE)
    assert [task.why for task in late.dropped_tasks()] == [""]
    assert [use.kind for use in late.awaitable_uses] == [use.kind for use in program.awaitable_uses]
    first = [call.chain for call in blocking(program)]
    assert [call.chain for call in blocking(program)] == first
    assert [call.chain for call in blocking(late)] == first


@pytest.mark.slow
def test_workers_and_hash_seeds(tmp_path: Path) -> None:
    """One worker and several, and every order of sets, print the same bytes."""
    files = {f"p{number}/{path}": text for number in range(6) for path, text in FILES.items()}
    filler = "def f(x):\n    return x\n" * 6000
    root = tree(tmp_path, {**files, **{f"filler{number}.py": filler for number in range(4)}})
    assert sum(path.stat().st_size for path in root.rglob("*.py")) > 500_000
    printed: set[bytes] = set()
    for jobs, seed in (("1", "0"), ("2", "1"), ("3", "2")):
        command = [sys.executable, "-m", "asynclint", "check", "--isolated", "-n", "-j", jobs, "--select", "ALL",
                   "--min-confidence", "possible", "--output-format", "json", "."]  # fmt: skip
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False)
        assert run.returncode == 1, run.stderr
        printed.add(run.stdout)
    assert len(printed) == 1
    assert len(printed.pop()) > 1000
