"""The shape of a knowledge file, as ``rules/README.md`` explains it to people."""

from enum import StrEnum

from msgspec import Struct

from asynclint.model.effects import Blocking, Confidence
from asynclint.model.places import Place


class Want(StrEnum):
    """What a function does with an argument; the value is what knowledge files write in ``wants``."""

    AWAITABLE = "awaitable"
    CONTEXT = "context"
    ASYNC_CONTEXT = "async-context"
    ITERABLE = "iterable"
    ASYNC_ITERABLE = "async-iterable"
    FUTURES = "futures"
    """A collection of tasks or futures, in which a coroutine is a mistake."""
    DEFERREDS = "deferreds"
    """A collection of Deferreds, in which a coroutine is a mistake."""


class Fact(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, rename="kebab"):
    """What a function, a method or the construction of a class does.

    ``returns`` is a type in annotation syntax with full names, ``Self`` for the receiver; of an ``is_async`` row it is
    the type after ``await``; ``typing.Any`` for an awaitable that need not be awaited; ``Made`` in it is what the
    function gives that is handed to the loop (a protocol's factory). ``unless`` are conditions on the
    arguments under which ``blocks`` does not hold, ``only_if`` those under which alone it holds: ``name=literal``,
    ``N=literal`` (0-based position; receiver not counted), ``name!=literal`` (it is given, and another),
    ``name|=flag`` (it is that flag, or has it in a ``|``), ``name`` or ``N`` (the argument is given at all),
    ``!name`` (it is not), ``name:Type`` (it is an instance of);
    a condition may join several with `` and ``; any one of the list suffices.
    ``hands`` says where callables among the arguments run: ``{"0" = "thread", "target" = "thread"}``, ``*`` for all.
    ``decorates`` says what the function does as a decorator, see ``DECORATORS``.
    """

    blocks: Blocking | None = None
    is_async: bool = False
    returns: str | None = None
    unless: tuple[str, ...] = ()
    only_if: tuple[str, ...] = ()
    hands: dict[str, Place] = {}
    decorates: str | None = None
    ignores_awaitables: tuple[str, ...] = ()
    """Arguments (names or positions, ``*`` for all) that are used as plain values: a coroutine there is a mistake."""
    wants: dict[str, Want] = {}
    """What arguments (by name or position, ``*`` for all positional ones) are used as: another thing there fails."""
    guards: str | None = None
    """``loop``: the call tells whether a loop runs (or raises if none does); ``thread``: it tells about the thread."""
    loop_only: bool = False
    """Only the thread in which the loop runs may call it."""
    spawns: bool = False
    """A task is started, and the loop keeps only a weak reference to it."""
    query: bool = False
    """With ``blocks = "file"``: a question about one file or folder, which the system answers from memory as a rule."""
    keeps: bool = False
    """With ``spawns``: the framework itself keeps the task (``TaskGroup.create_task``)."""
    keeps_unless: tuple[str, ...] = ()
    confidence: Confidence = Confidence.CERTAIN
    since: str | None = None
    until: str | None = None
    replace: dict[str, str] = {}
    reason: str | None = None


DECORATORS = {
    "same": "the function is called as if it were not decorated",
    "coroutine": "calling gives a coroutine, whatever was decorated",
    "generator-coroutine": "a generator that is run as a coroutine; calling gives a future (Tornado)",
    "inline-callbacks": "a generator that is run as a coroutine; calling gives a Deferred (Twisted)",
    "context-manager": "a generator that becomes a context manager",
    "async-context-manager": "an async generator that becomes an async context manager",
    "property": "reading the attribute calls the function",
    "cached-property": "reading the attribute calls the function once",
    "cached": "called once for given arguments, then remembered",
    "static-method": "no receiver",
    "class-method": "the receiver is the class",
    "offloads": "the body runs in a worker thread and calling gives an awaitable",
    "offloads-silently": "the body runs in a worker thread and calling gives a plain future or nothing",
    "to-sync": "calling runs the coroutine to its end",
    "loop-callback": "the function runs on the loop and must not wait",
    "deferred": "calling gives a Deferred, whatever was decorated",
    "opaque": "nothing is known of the result",
    "attribute-default": "the function gives the attribute that the first argument names its first value",
    "test": "a test or a fixture that the test framework runs",
}
"""Values of ``Fact.decorates``."""


class ClassRow(Struct, forbid_unknown_fields=True, omit_defaults=True, rename="kebab"):
    """A class. ``construct`` is the fact of calling it; method names may be several words with one fact.

    ``parameters`` are its type variables, usable in ``returns`` of methods and in ``attributes``.
    ``loop_methods`` are methods of subclasses that a framework calls on the loop without awaiting them,
    ``awaited_methods`` those that it awaits when they are coroutines (or calls on the loop otherwise),
    ``thread_methods`` those that it calls in worker threads. ``enters`` and ``async_enters`` are the types that
    ``with`` and ``async with`` bind, ``items`` and ``async_items`` those of iteration, ``waits`` the type that
    ``await`` gives.
    """

    bases: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    construct: Fact = Fact()
    methods: dict[str, Fact] = {}
    attributes: dict[str, str] = {}
    properties: dict[str, Fact] = {}
    keywords_of: dict[str, str] = {}
    """Attributes that hold, as a dictionary, the keyword arguments with which an object of a class was made."""
    loop_methods: tuple[str, ...] = ()
    awaited_methods: tuple[str, ...] = ()
    thread_methods: tuple[str, ...] = ()
    plain_methods: tuple[str, ...] = ()
    """Other methods of subclasses that the library calls as plain functions."""
    async_methods: tuple[str, ...] = ()
    """Methods of subclasses that the library awaits as they are: a plain one there fails."""
    enters: str | None = None
    async_enters: str | None = None
    items: str | None = None
    iterating: Fact | None = None
    async_items: str | None = None
    entering: Fact | None = None
    waits: str | None = None
    stands_for: str | None = None
    """An object of it in a class body describes an attribute of this type.

    ``0`` is an object of the class that it is given, ``type[0]`` that class or one below it.
    """
    open: bool = False
    """Attributes that are not listed exist too (``__getattr__``): their type is unknown."""
    thread_lock: bool = False
    """A lock that makes threads wait for each other."""
    task_lock: bool = False
    """A lock that makes tasks wait for each other, also for themselves when they take it twice."""
    since: str | None = None
    until: str | None = None


class Header(Struct, forbid_unknown_fields=True, rename="kebab"):
    """Where the facts come from. ``modules`` are the top-level modules whose import makes the file relevant."""

    distribution: str
    versions: str
    source: str
    modules: tuple[str, ...]


class KnowledgeFile(Struct, forbid_unknown_fields=True, rename="kebab"):
    """One TOML file: ``[header]``, ``[functions]`` by full name (several words share one fact), ``[classes]``.

    In ``functions`` a key ``module: a b c`` names ``module.a``, ``module.b`` and ``module.c``.
    ``names`` maps further full names (re-exports) to the canonical ones, ``values`` module attributes to their types.
    ``parameters`` are the types of parameters that are always called so: of coroutines, without an annotation, in files
    that import one of the header's modules; ``function.name`` is that of a function which the framework looks up there.
    """

    header: Header
    functions: dict[str, Fact] = {}
    classes: dict[str, ClassRow] = {}
    names: dict[str, str] = {}
    values: dict[str, str] = {}
    parameters: dict[str, str] = {}
