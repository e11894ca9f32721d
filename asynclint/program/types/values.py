"""What an expression can be: light types. Several alternatives are a tuple; the empty tuple means: not known."""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode


class Instance(Struct, frozen=True, gc=False):
    """An object of a class: of the project (a node) or known by its full name. ``args`` are its type arguments."""

    cls: "ClassNode | str"
    args: "tuple[Values, ...]" = ()


class ClassObject(Struct, frozen=True, gc=False):
    """A class itself, possibly with type arguments."""

    cls: "ClassNode | str"
    args: "tuple[Values, ...]" = ()


class FunctionObject(Struct, frozen=True, gc=False):
    """A function of the project, bound to a receiver or not; ``exact`` when no override can stand in for it."""

    function: "FunctionNode"
    receiver: "Instance | ClassObject | None" = None
    exact: bool = False


class ModuleObject(Struct, frozen=True, gc=False):
    """A module of the project."""

    module: "ModuleNode"


class External(Struct, frozen=True, gc=False):
    """Something outside the project, by its full name; ``receiver`` when it was reached through an object."""

    name: str
    receiver: "Instance | ClassObject | None" = None


class Partial(Struct, frozen=True, gc=False):
    """``functools.partial`` of some callables."""

    targets: "Values"


class Variable(Struct, frozen=True, gc=False):
    """A type variable that no receiver has fixed yet."""

    name: str


class Super(Struct, frozen=True, gc=False):
    """``super()``: attributes are looked up in the classes behind ``after`` in the receiver's MRO."""

    after: "ClassNode"
    receiver: Instance


Value = Instance | ClassObject | FunctionObject | ModuleObject | External | Partial | Variable | Super
Values = tuple[Value, ...]

NOTHING: Values = ()
NONE = Instance("None")
ELLIPSIS: Values = (Instance("ellipsis"),)
"""Second type argument of a tuple of any length."""
WIDEST = 10
"""More alternatives than this are treated as not known."""


def union(*parts: Values) -> Values:
    """All alternatives of the parts, each once, in order; not known when any part is not known or there are too many.

    An unknown part spoils the union: a claim about all alternatives must hold for it too.
    """
    if len(parts) == 1 and len(parts[0]) == 1:
        return parts[0]
    merged: dict[Value, None] = {}
    for part in parts:
        if not part:
            return NOTHING
        merged.update(dict.fromkeys(part))
    return tuple(merged) if len(merged) <= WIDEST else NOTHING


def some(*parts: Values) -> Values:
    """All known alternatives of the parts; unknown parts are passed over."""
    merged: dict[Any, None] = {}
    for part in parts:
        merged.update(dict.fromkeys(part))
    return tuple(merged) if len(merged) <= WIDEST else NOTHING


COROUTINE = "typing.Coroutine"
AWAITABLE = "typing.Awaitable"
TASK = "asyncio.Task"
FUTURE = "asyncio.Future"
DEFERRED = "twisted.internet.defer.Deferred"
TORNADO_FUTURE = "tornado.concurrent.Future"
ASYNC_GENERATOR = "typing.AsyncGenerator"
ASYNC_ITERATOR = "typing.AsyncIterator"
GENERATOR = "typing.Generator"
ITERATOR = "typing.Iterator"
CONTEXT_MANAGER = "contextlib.AbstractContextManager"
ASYNC_CONTEXT_MANAGER = "contextlib.AbstractAsyncContextManager"
CALLABLE = "typing.Callable"
CONCURRENT_FUTURE = "concurrent.futures.Future"

CANONICAL = {
    "types.CoroutineType": COROUTINE,
    "collections.abc.Coroutine": COROUTINE,
    "collections.abc.Awaitable": AWAITABLE,
    "collections.abc.AsyncGenerator": ASYNC_GENERATOR,
    "collections.abc.AsyncIterator": ASYNC_ITERATOR,
    "collections.abc.AsyncIterable": ASYNC_ITERATOR,
    "typing.AsyncIterable": ASYNC_ITERATOR,
    "collections.abc.Generator": GENERATOR,
    "collections.abc.Iterator": ITERATOR,
    "collections.abc.Iterable": ITERATOR,
    "typing.Iterable": ITERATOR,
    "typing.ContextManager": CONTEXT_MANAGER,
    "typing.AsyncContextManager": ASYNC_CONTEXT_MANAGER,
    "collections.abc.Callable": CALLABLE,
    "collections.abc.Sequence": "typing.Sequence",
    "collections.abc.Mapping": "typing.Mapping",
    "collections.abc.MutableMapping": "typing.Mapping",
    "typing.MutableMapping": "typing.Mapping",
    "collections.abc.Collection": "typing.Sequence",
    "typing.Collection": "typing.Sequence",
    "collections.abc.MutableSequence": "typing.Sequence",
    "typing.MutableSequence": "typing.Sequence",
    "collections.abc.Set": "typing.AbstractSet",
    "typing.List": "list",
    "typing.Dict": "dict",
    "typing.Set": "set",
    "typing.FrozenSet": "frozenset",
    "typing.Tuple": "tuple",
    "typing.Type": "type",
    "typing.Text": "str",
    "typing.DefaultDict": "collections.defaultdict",
    "typing.Deque": "collections.deque",
    "typing.OrderedDict": "collections.OrderedDict",
    "asyncio.futures.Future": FUTURE,
    "asyncio.tasks.Task": TASK,
    "concurrent.futures._base.Future": CONCURRENT_FUTURE,
    "tornado.gen.Future": TORNADO_FUTURE,
}
"""Names under which one class is known in several modules."""

AWAITABLES = frozenset({COROUTINE, AWAITABLE, TASK, FUTURE, DEFERRED, TORNADO_FUTURE})
"""Classes whose objects a coroutine can await."""


def instance(name: str, *args: Values) -> Values:
    """The single alternative of an object of a class known by name."""
    return (Instance(name, args),)


def classes(values: Values) -> Values:
    """The classes of objects; that of a type variable is an object of ``type[T]`` until the variable is known."""
    return tuple(
        ClassObject(value.cls, value.args) if isinstance(value, Instance) else Instance("type", ((value,),))
        for value in values
        if isinstance(value, Instance | Variable)
    )


def class_name(value: Value) -> str:
    """The full name of an object's class, ``?`` for what is no object."""
    if isinstance(value, Instance):
        return value.cls if isinstance(value.cls, str) else value.cls.full_name
    return "?"
