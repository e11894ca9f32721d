"""What fixes of rules make of code that pages do not show."""

from pathlib import Path

import pytest

from tests.rules.harness import check, fixed, mended

TASKS = [
    (
        "    asyncio.create_task(f(1)).add_done_callback(print)  # why\n",
        (
            "    task = asyncio.create_task(f(1))  # why\n    KEEP.add(task)\n"
            "    task.add_done_callback(print)\n    task.add_done_callback(KEEP.discard)\n"
        ),
    ),
    (
        "    task = 1\n    asyncio.create_task(f(task))\n",
        (
            "    task = 1\n    background_task = asyncio.create_task(f(task))\n    KEEP.add(background_task)\n"
            "    background_task.add_done_callback(KEEP.discard)\n"
        ),
    ),
    (
        "    _ = asyncio.ensure_future(\n        f(1),\n    )\n",
        (
            "    _ = asyncio.ensure_future(\n        f(1),\n    )\n    KEEP.add(_)\n"
            "    _.add_done_callback(KEEP.discard)\n"
        ),
    ),
    ("    if x: asyncio.create_task(f(1))\n", None),
    ("    loop.call_soon(lambda: asyncio.create_task(f(1)))\n", None),
    ("    (a, b) = asyncio.create_task(f(1)), 2\n", None),
]


@pytest.mark.parametrize(("before", "after"), TASKS)
@pytest.mark.parametrize(
    ("head", "new", "keep"),
    [
        (
            "import asyncio\n",
            "import asyncio\n\n_background_tasks: set[asyncio.Task[object]] = set()\n",
            "_background_tasks",
        ),
        (
            "import asyncio\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import os\n",
            (
                "import asyncio\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import os\n"
                "\n_background_tasks: set[asyncio.Task[object]] = set()\n"
            ),
            "_background_tasks",
        ),
        ("import asyncio\n\nTASKS = set()\n", "import asyncio\n\nTASKS = set()\n", "TASKS"),
        (
            "import asyncio\n\n_background_tasks = []\n",
            "import asyncio\n\nbackground_tasks: set[asyncio.Task[object]] = set()\n\n_background_tasks = []\n",
            "background_tasks",
        ),
    ],
)
def test_tasks_are_kept(tmp_path: Path, head: str, new: str, keep: str, before: str, after: str | None) -> None:
    """In a set of the module that is there, or in a new one; on rows of their own."""
    rest = "\n\nasync def f(x):\n    return x\n\n\nasync def main(x, loop):\n"
    text = f"{head}{rest}{before}"
    assert fixed(tmp_path, text) == (text if after is None else f"{new}{rest}{after.replace('KEEP', keep)}")


def test_an_object_that_has_a_set_for_tasks_keeps_them_there(tmp_path: Path) -> None:
    """If its class gives it nothing else under that name; a static method has no object."""
    text = (
        "import asyncio\n\n\nclass Pool:\n    def __init__(self):\n        self.tasks: set[asyncio.Task] = set()\n\n"
        "    async def work(self):\n        return 1\n\n    async def start(self):\n"
        "        asyncio.create_task(self.work())\n"
    )
    after = "        task = asyncio.create_task(self.work())\n        self.tasks.add(task)\n"
    after += "        task.add_done_callback(self.tasks.discard)\n"
    assert fixed(tmp_path, text) == text.replace("        asyncio.create_task(self.work())\n", after)
    other = text.replace("self.tasks: set[asyncio.Task] = set()", "self.tasks = []")
    assert "_background_tasks.add(task)" in fixed(tmp_path, other)


SLEEPS = [
    ("", "import asyncio\n", "await asyncio.sleep(1)"),
    ("import trio\n", "import trio\n", "await trio.sleep(1)"),
    ("from tornado import gen\n", "from tornado import gen\n", "await gen.sleep(1)"),
    (
        "from twisted.internet import reactor\n",
        "from twisted.internet import reactor\nfrom twisted.internet import task\n",
        "await task.deferLater(reactor, 1)",
    ),
    ("from twisted.internet import defer\n", None, ""),
    ("import trio, asyncio\n", None, ""),
    ("from x import asyncio\n", None, ""),
]


@pytest.mark.parametrize(("head", "new", "sleep"), SLEEPS)
def test_sleeps_are_those_of_the_framework(tmp_path: Path, head: str, new: str | None, sleep: str) -> None:
    """Whose modules the file imports; none where two may be meant or a name is taken."""
    rest = "\n\nasync def main():\n    time.sleep(1)\n"
    text = f"import time\n\n{head}{rest}"
    after = fixed(tmp_path, text)
    if new is None:
        assert after == text
    else:
        assert after.endswith(rest.replace("time.sleep(1)", sleep))
        assert set(after.partition("async def")[0].split("\n")) == {"import time", *new.split("\n")}


COMMANDS = [
    ("subprocess.run(['a', x])", "await asyncio.create_subprocess_exec('a', x)\n    await process.wait()"),
    (
        "subprocess.check_call(['a', x], cwd=x)",
        (
            "await asyncio.create_subprocess_exec('a', x, cwd=x)\n    if await process.wait():\n"
            "        raise subprocess.CalledProcessError(process.returncode, ['a', x])"
        ),
    ),
    (
        "subprocess.run(['a', *x], check=False)",
        "await asyncio.create_subprocess_exec('a', *x)\n    await process.wait()",
    ),
]


@pytest.mark.parametrize(("before", "after"), COMMANDS)
def test_processes_run_on_the_loop(tmp_path: Path, before: str, after: str) -> None:
    """And a failure is still an error where it was."""
    head = "import asyncio\nimport subprocess\n\n\nasync def main(x):\n    "
    assert fixed(tmp_path, f"{head}{before}\n") == f"{head}process = {after}\n"


@pytest.mark.parametrize(
    "call",
    [
        "y = subprocess.run(['a'])",
        "subprocess.run('a', shell=True)",
        "subprocess.run(['a'], timeout=3)",
        "subprocess.run(['a'], stdout=subprocess.PIPE)",
        "subprocess.run(['a', f(x)], check=True)",
        "subprocess.run(x)",
        "subprocess.check_output(['a'])",
    ],
)
def test_other_processes_are_left_alone(tmp_path: Path, call: str) -> None:
    """Whose result is used, or that do more than to run."""
    text = f"import asyncio\nimport subprocess\n\n\nasync def main(x, f):\n    {call}\n"
    assert fixed(tmp_path, text) == text


def test_trio_has_its_own_processes(tmp_path: Path) -> None:
    """They raise by default."""
    head = "import subprocess\n\nimport trio\n\n\nasync def main(x):\n    "
    assert fixed(tmp_path, f"{head}subprocess.call(['a'])\n") == f"{head}await trio.run_process(['a'], check=False)\n"
    assert fixed(tmp_path, f"{head}subprocess.check_call(['a'])\n") == f"{head}await trio.run_process(['a'])\n"


THREADS = [
    ("import os\n", "os.remove(x)", "await asyncio.to_thread(os.remove, x)"),
    ("import os\n", "os.chdir(x)", None),
    ("import sqlite3\n", "sqlite3.connect(x)", None),
    ("import threading\n\nLOCK = threading.Lock()\n", "LOCK.acquire()", None),
    ("from pathlib import Path\n", "return [y for y in Path(x).iterdir()]", None),
    ("from pathlib import Path\n", "return Path(x).exists()", "return await asyncio.to_thread(Path(x).exists)"),
    ("import trio\n", "trio.run(x)", None),
    ("import tempfile\n", "with tempfile.TemporaryDirectory() as y:\n        return y", None),
    ("", "with open(x) as y:\n        return y", "with await asyncio.to_thread(open, x) as y:\n        return y"),
    ("import os\n", "with x.read_lock():\n        os.remove(x)", None),
    (
        "import os\n",
        "with x.clock():\n        os.remove(x)",
        "with x.clock():\n        await asyncio.to_thread(os.remove, x)",
    ),
]


@pytest.mark.parametrize(("head", "before", "after"), THREADS)
def test_blocking_calls_go_to_threads(tmp_path: Path, head: str, before: str, after: str | None) -> None:
    """But not what belongs to its thread, is held by it, or does its work later."""
    text = f"import asyncio\n{head}\n\nasync def main(x):\n    {before}\n"
    files = {"example.py": text}
    findings = check(tmp_path, files, {"fix-blocking-with": "thread"})
    assert findings
    assert mended(tmp_path, files, findings)["example.py"] == (text if after is None else text.replace(before, after))


@pytest.mark.parametrize(
    ("head", "base", "after"),
    [
        ("import unittest\n", "unittest.TestCase", "unittest.IsolatedAsyncioTestCase"),
        ("import unittest as ut\n", "ut.TestCase", "ut.IsolatedAsyncioTestCase"),
        (
            "from unittest import IsolatedAsyncioTestCase, TestCase\n",
            "TestCase",
            "IsolatedAsyncioTestCase",
        ),
        ("import unittest\n\n\nclass Mixin: ...\n", "Mixin, unittest.TestCase", None),
    ],
)
def test_tests_begin_to_run(tmp_path: Path, head: str, base: str, after: str | None) -> None:
    """Where the class has no other base; its other methods stay as they are."""
    body = "    async def setUp(self):\n        pass\n\n    def helper(self):\n        pass\n\n"
    body += "    @classmethod\n    async def tearDownClass(cls):\n        pass\n\n"
    body += "    async def test_it(self):\n        pass\n"
    text = f"{head}\n\nclass Tests({base}):\n{body}"
    expected = text if after is None else text.replace(f"({base})", f"({after})").replace(" setUp", " asyncSetUp")
    assert fixed(tmp_path, text) == expected
