"""Calls that drive a loop of which the code knows that it runs."""

import pytest

from asynclint.program.blocking.running import drives_running_loop
from tests.program.linking import link

HEAD = "import asyncio\nasync def co(): ...\n"


@pytest.mark.parametrize(
    "body",
    [
        "loop = asyncio.get_event_loop()\n    if loop.is_running():\n        loop.run_until_complete(co())",
        "loop = asyncio.get_event_loop()\n    if loop and loop.is_running():\n        loop.run_forever()",
        "asyncio.get_running_loop().run_until_complete(co())",
        "loop = asyncio.get_running_loop()\n    loop.run_until_complete(co())",
    ],
)
def test_drives(body: str) -> None:
    """A loop that runs cannot be driven."""
    program = link(f"{HEAD}def f():\n    {body}\n")
    assert [site.function_name for site in drives_running_loop(program.inference, program.modules())] == ["f"]


@pytest.mark.parametrize(
    "body",
    [
        "loop = asyncio.get_event_loop()\n    loop.run_until_complete(co())",
        "loop = asyncio.get_event_loop()\n    if loop.is_running(): return\n    loop.run_until_complete(co())",
        "loop = asyncio.get_event_loop()\n    if not loop.is_running():\n        loop.run_until_complete(co())",
        "loop = asyncio.get_event_loop()\n    if loop.is_running():\n        loop = x()\n        loop.run_forever()",
        "loop = asyncio.get_running_loop()\n    if loop.is_running(): x()\n    else: loop.run_forever()",
        "loop = asyncio.get_running_loop()\n    if loop.is_running(): return\n    loop.run_until_complete(co())",
        "asyncio.new_event_loop().run_until_complete(co())",
    ],
)
def test_does_not_drive(body: str) -> None:
    """Other loops, and branches where the loop stands still, are right."""
    program = link(f"{HEAD}def f():\n    {body}\n")
    assert not list(drives_running_loop(program.inference, program.modules()))
