"""What fixes of rules on groups, loops and generators make of code that pages do not show."""

from pathlib import Path

import pytest

from tests.rules.harness import fixed

GROUPS = [
    (
        (
            "    async with trio.open_nursery() as nursery:  # why\n        nursery.start_soon(\n            work,\n"
            "            1,  # one\n            *more,\n        )\n"
        ),
        "    # why\n    await work(\n        1,  # one\n        *more,\n    )\n",
    ),
    (
        (
            "    async with asyncio.TaskGroup() as group:\n        # first\n\n"
            "        group.create_task(work(3))  # yes\n        # last\n    # after\n"
        ),
        "    # first\n\n    await work(3)  # yes\n    # last\n    # after\n",
    ),
    ("    async with anyio.create_task_group() as group:\n        group.start_soon(work)\n", "    await work()\n"),
]


@pytest.mark.parametrize(("before", "after"), GROUPS)
def test_one_task_needs_no_group(tmp_path: Path, before: str, after: str) -> None:
    """It is awaited where the group was; comments and the arguments' rows stay."""
    head = "import asyncio\n\nimport anyio\nimport trio\n\n\nasync def main(work, more):\n"
    assert fixed(tmp_path, f"{head}{before}    return 1\n") == f"{head}{after}    return 1\n"


@pytest.mark.parametrize(
    "body",
    [
        "async with asyncio.TaskGroup() as group:\n        group.create_task(work(), name='x')",
        "async with trio.open_nursery() as nursery:\n        await nursery.start(work)",
        "async with trio.open_nursery() as nursery:\n        nursery.start_soon(lambda: work(1))",
        "async with trio.open_nursery() as nursery, more:\n        nursery.start_soon(work)",
        "async with trio.open_nursery() as nursery:\n        nursery.start_soon(work)\n    print(nursery)",
        "async with trio.open_nursery() as nursery: nursery.start_soon(work)",
    ],
)
def test_some_groups_stay(tmp_path: Path, body: str) -> None:
    """Where the call says more than what to run, or the group does more."""
    text = f"import asyncio\n\nimport trio\n\n\nasync def main(work, more):\n    {body}\n"
    assert fixed(tmp_path, text) == text


HANDLERS = [
    (
        "    except ValueError as error:\n        print(error)\n",
        "    except* ValueError as error:\n        print(error)\n",
    ),
    (
        (
            "    except (KeyError, OSError):  # why\n        pass\n    except ValueError:\n        raise\n"
            "    else:\n        pass\n"
        ),
        (
            "    except* (KeyError, OSError):  # why\n        pass\n    except* ValueError:\n        raise\n"
            "    else:\n        pass\n"
        ),
    ),
    ("    except OSError as error:\n        print(error.errno)\n", None),
    ("    except OSError:\n        return\n", None),
]


@pytest.mark.parametrize(("before", "after"), HANDLERS)
def test_handlers_take_groups(tmp_path: Path, before: str, after: str | None) -> None:
    """All of a ``try`` at once, where ``except*`` allows what they do."""
    head = "import asyncio\n\n\nasync def main(work):\n    try:\n        async with asyncio.TaskGroup() as group:\n"
    head += "            for one in work:\n                group.create_task(one())\n"
    assert fixed(tmp_path, head + before) == head + (before if after is None else after)


def test_handlers_need_a_python_that_knows_groups(tmp_path: Path) -> None:
    """A TaskGroup of asyncio comes with one, a nursery does not."""
    text = "import trio\n\n\nasync def main(work):\n    try:\n        async with trio.open_nursery() as nursery:\n"
    text += "            for one in work:\n                nursery.start_soon(one)\n    except OSError:\n        pass\n"
    assert fixed(tmp_path, text, {"target-version": "py310"}) == text
    assert "    except* OSError:\n" in fixed(tmp_path, text, {"target-version": "py311"})


ROWS = "async def rows(x):\n    yield x\n\n\nasync def first(x):\n"
LOOPS = [
    (
        (
            "    async for row in rows(x):  # why\n        # hm\n\n        if row:\n            return row\n"
            "        # end\n    else:\n        print(x)\n    # after\n"
        ),
        (
            "    async with contextlib.aclosing(rows(x)) as items:\n        async for row in items:  # why\n"
            "            # hm\n\n            if row:\n                return row\n            # end\n"
            "        else:\n            print(x)\n    # after\n"
        ),
    ),
    (
        "    items = 1\n    async for row in rows(items): break\n",
        (
            "    items = 1\n    async with contextlib.aclosing(rows(items)) as results:\n"
            "        async for row in results: break\n"
        ),
    ),
    ('    async for row in rows(x):\n        return """a\n        b"""\n', None),
]


@pytest.mark.parametrize(("before", "after"), LOOPS)
def test_generators_are_closed(tmp_path: Path, before: str, after: str | None) -> None:
    """In a block round the loop, which is indented with its comments."""
    options = {"target-version": "py310", "extend-select": ["AL703"]}
    text = f"import contextlib\n\n\n{ROWS}{before}"
    assert fixed(tmp_path, text, options) == (text if after is None else f"import contextlib\n\n\n{ROWS}{after}")
    assert fixed(tmp_path, text, options | {"target-version": "py39"}) == text
