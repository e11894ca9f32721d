"""The nightly report, in threads and processes, and its end, on the loop."""

import asyncio
import json
import queue
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from shop.helpers.threads import pool

finished: "queue.SimpleQueue[str]" = queue.SimpleQueue()


def compute(numbers: list[int]) -> dict[str, int]:
    Path("report.tmp").write_text("running")
    return {"sum": sum(numbers)}


def write_down(task: "asyncio.Task[dict[str, int]]") -> None:
    Path("report.json").write_text(json.dumps(task.result()))  # error: blocking-file-io


def in_pool_thread(future: "Future[dict[str, int]]") -> None:
    finished.put(str(future.result()))


async def report(numbers: list[int], processes: ProcessPoolExecutor) -> dict[str, int]:
    return await asyncio.get_running_loop().run_in_executor(processes, compute, numbers)


async def nightly(numbers: list[int], processes: ProcessPoolExecutor) -> None:
    task = asyncio.create_task(report(numbers, processes))
    task.add_done_callback(write_down)
    await task
    future = pool.submit(compute, numbers)
    future.add_done_callback(in_pool_thread)
    print(future.result())  # error: blocking-wait
    print(await asyncio.wrap_future(pool.submit(compute, numbers)))
    print(finished.get())  # error: blocking-wait
    print(finished.get_nowait())
