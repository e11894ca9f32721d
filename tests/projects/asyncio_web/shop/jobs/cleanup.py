"""Housekeeping: plain functions that the loop calls."""

import asyncio
import functools
import shutil
import threading
from pathlib import Path

from shop.helpers.threads import pool


def remove_old(folder: Path) -> None:
    for path in folder.glob("*.tmp"):  # error: blocking-file-io
        path.unlink()  # error: blocking-file-io


def remove_all(folder: Path) -> None:
    shutil.rmtree(folder)


def schedule_cleanup(loop: asyncio.AbstractEventLoop, folder: Path) -> None:
    loop.call_later(3600, remove_old, folder)
    loop.call_later(86400, functools.partial(pool.submit, remove_all, folder))
    threading.Timer(7200, remove_all, [folder]).start()
