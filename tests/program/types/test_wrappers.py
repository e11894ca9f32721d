"""The functions that a wrapper of a decorator stands for."""

import pytest

from asynclint.program.types.wrappers import Wrappers
from tests.program.linking import function, link

PLAIN = """
def deco(f):
    def wrapper(*a):
        return f(*a)
    return wrapper
@deco
def one(): ...
@deco
async def two(): ...
def three(): ...
"""
FACTORY = """
def deco(times):
    def outer(f):
        def wrapper(*a):
            return f(*a)
        return wrapper
    return outer
@deco(3)
def one(): ...
"""
ASYNC = """
def deco(f):
    async def wrapper(*a):
        return await f(*a)
    return wrapper
@deco
async def one(): ...
"""


@pytest.mark.parametrize(
    ("text", "wrapper", "names"),
    [
        (PLAIN, "deco.wrapper", ["one", "two"]),
        (FACTORY, "deco.outer.wrapper", ["one"]),
        (ASYNC, "deco.wrapper", []),
        (PLAIN, "three", []),
    ],
)
def test_wrapped_by(text: str, wrapper: str, names: list[str]) -> None:
    """A plain wrapper stands for every function below its decorator, also for that of a factory."""
    program = link(text)
    found = Wrappers(program.inference).wrapped_by(function(program, wrapper))
    assert [one.qualname for one in found] == names


def test_behind_a_coroutine() -> None:
    """A coroutine that awaits the function stands for it, too."""
    program = link(ASYNC)
    found = Wrappers(program.inference).behind(function(program, "deco.wrapper"))
    assert [one.qualname for one in found] == ["one"]


def test_method_is_no_wrapper() -> None:
    """What stands in a class wraps nothing."""
    program = link("def deco(f):\n    class A:\n        def call(self): f()\n    return A\n@deco\ndef one(): ...\n")
    methods = [one for one in program.functions() if one.row.name == "call"]
    assert [Wrappers(program.inference).behind(one) for one in methods] == [[]]
