"""Rows about the standard library that the interpreter does not confirm, and why they are right."""

from typing import Final

ONLY_ON_INSTANCES: Final = {
    "asyncio.Condition.acquire": "taken over from its lock",
    "asyncio.Condition.release": "taken over from its lock",
    "asyncio.Condition.locked": "taken over from its lock",
    "threading.Condition.acquire": "taken over from its lock",
    "threading.Condition.release": "taken over from its lock",
    "multiprocessing.Lock.acquire": "taken over from the semaphore",
    "multiprocessing.Lock.release": "taken over from the semaphore",
    "multiprocessing.RLock.acquire": "taken over from the semaphore",
    "multiprocessing.RLock.release": "taken over from the semaphore",
    "multiprocessing.Semaphore.acquire": "taken over from the semaphore",
    "multiprocessing.Semaphore.release": "taken over from the semaphore",
    "multiprocessing.context.BaseContext.Process": "an attribute of its subclasses",
    "importlib.abc.Loader.exec_module": "every loader that is of use has one",
    "io.TextIOWrapper.mode": "set by open",
    "urllib.response.addinfourl.read": "passed on to the response",
    "urllib.response.addinfourl.readline": "passed on to the response",
    "urllib.response.addinfourl.readlines": "passed on to the response",
    **{
        f"filecmp.dircmp.{name}": "found when first asked for"
        for name in ("left_list", "right_list", "common", "left_only", "right_only", "common_files", "common_dirs")
    },
    "filecmp.dircmp.same_files": "found when first asked for",
    "filecmp.dircmp.diff_files": "found when first asked for",
}
"""Methods, properties and attributes that a class does not have, though its instances do."""

ALIASES_SINCE: Final = {
    "_thread.lock": (3, 13),
    "compression.bz2.open": (3, 14),
    "compression.gzip.open": (3, 14),
    "compression.lzma.open": (3, 14),
}
"""Other names that are not there in every version."""

COROUTINES_IN_OTHER_CLOTHES: Final = {
    "asyncio.Condition.acquire": "only on instances",
    "typing.AsyncGenerator.aclose": "a slot, or written in C",
    "typing.AsyncGenerator.asend": "abstract, or written in C",
    "typing.AsyncGenerator.athrow": "abstract, or written in C",
    "typing.AsyncGenerator.__anext__": "written in C",
    "unittest.mock.AsyncMock.__call__": "a plain function that returns a coroutine",
}
"""Rows marked ``is-async`` of which ``inspect`` does not say that they are coroutine functions, and why they are."""

WRAPPERS: Final = {
    "threading.activeCount": "calls active_count",
    "threading.currentThread": "calls current_thread",
    "_thread.start_new": "another object for the same function",
    "asyncio.events._get_running_loop": "the same in C and in Python",
    "ntpath": "os.path on Windows",
}
"""Names that stand for a function without being the same object."""

NOT_BLOCKING: Final = {
    "http.client.HTTPConnection": "connects at the first request",
    "http.client.HTTPSConnection": "connects at the first request",
    "http.client.HTTPConnection.putrequest": "only fills a buffer; endheaders sends it",
    "os.execv": "the process is replaced: nothing is left to wait",
    "os.execve": "the process is replaced: nothing is left to wait",
    "os.kill": "sends a signal and does not wait",
    "os.path._joinrealpath": "private; realpath is the way in",
    "os.path.samestat": "compares two numbers",
    "queue.Queue": "making one does not wait; get and put do",
    "threading.BoundedSemaphore": "making one does not wait; acquire does",
    "threading.Condition": "making one does not wait; acquire and wait do",
    "threading.Lock": "making one does not wait; acquire does",
    "threading.RLock": "making one does not wait; acquire does",
    "threading.Semaphore": "making one does not wait; acquire does",
}
"""What other tools call blocking and we do not."""

BASES_BY_DELEGATION: Final = {
    "typing.TypedDict": "its objects are plain dictionaries",
    "tempfile._TemporaryFileWrapper": "passes everything on to the file",
}
"""Classes whose row inherits from a class that they are not a subclass of."""

ENTERED_FOR_NOTHING: Final = {"pathlib.Path": "until 3.12, and without effect"}

ITERATED_BY_SUBCLASSES: Final = {"typing.IO", "typing.TextIO", "typing.BinaryIO"}

UNWRITTEN_PARAMETERS: Final = {
    ("multiprocessing.context.BaseContext.Process", "target"): "a class, with *args here",
    ("multiprocessing.context.BaseContext.Process", "1"): "a class, with *args here",
    ("shutil.rmtree", "onexc"): "from 3.12",
}
