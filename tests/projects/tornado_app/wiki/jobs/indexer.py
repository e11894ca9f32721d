"""Builds the index; run once by the command line, and from a handler of the loop."""

import threading
import time

from tornado import gen
from tornado.ioloop import IOLoop

from wiki.services.pages import PageService


@gen.coroutine
def index_all(pages: PageService):
    yield gen.sleep(0.1)
    for name in ("home", "help"):
        text = yield pages.load(name)
        yield pages.save(name, text)
    done = threading.Event()
    done.wait()  # error: blocking-wait
    done.wait(timeout=0)


def watch(loop: IOLoop) -> None:
    """Runs in a thread, and gives the result back to the loop."""
    while True:
        time.sleep(10)
        loop.add_callback(tell)


def tell() -> None:
    print(input("continue? "))  # error: blocking-input


def start(loop: IOLoop) -> None:
    threading.Thread(target=watch, args=(loop,), daemon=True).start()
