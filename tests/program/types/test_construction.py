"""Attributes that hold the keyword arguments with which an object was made."""

import pytest

from tests.program.linking import revealed

HEAD = """
from tornado import web
class Hub: ...
class Handler(web.RequestHandler):
    def get(self):
        reveal(self.settings["hub"])
"""


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ("web.Application([], hub=Hub())", "a.Hub"),
        ("web.Application([], **{'hub': Hub(), 'other': 1})", "a.Hub"),
        ("web.Application([], **dict(hub=Hub()))", "a.Hub"),
        ("web.Application([], **dict({'hub': Hub()}, other=1))", "a.Hub"),
        ("s = dict(hub=Hub())\nweb.Application([], **s)", "a.Hub"),
        ("s = {}\ns['hub'] = Hub()\nweb.Application([], **s)", "a.Hub"),
        ("def f(): return {'hub': Hub()}\nweb.Application([], **f())", "a.Hub"),
        ("def f():\n    s = {'hub': Hub()}\n    return s\nweb.Application([], **f())", "a.Hub"),
        ("class A(web.Application):\n    def __init__(self): super().__init__([], hub=Hub())", "a.Hub"),
        ("class A(web.Application): ...\nA([], hub=Hub())", "a.Hub"),
        ("web.Application([], hub=Hub())\nweb.Application([], hub=None)", "a.Hub | None"),
        ("web.Application([], hub=Hub())\nweb.Application([], hub=1)", "a.Hub | int"),
        ("web.Application([], other=Hub())", "?"),
        ("web.Application([], **unknown)", "?"),
        ("other([], hub=Hub())", "?"),
    ],
)
def test_settings(made: str, expected: str) -> None:
    """What the program gives when it makes the application is what handlers find."""
    assert revealed(f"{HEAD}{made}\n") == [expected]


def test_attribute_that_grows() -> None:
    """An attribute that is made in one method, added to in another, and given in a third."""
    server = """
class Server:
    def __init__(self): self.settings = {}
    def prepare(self):
        settings = dict(other=1)
        self.settings = settings
        self.settings["hub"] = Hub()
    def start(self): web.Application([], **self.settings)
"""
    assert revealed(f"{HEAD}{server}") == ["a.Hub"]


@pytest.mark.parametrize("read", ["self.settings.get('hub')", "self.application.settings.get('hub', None)"])
def test_get(read: str) -> None:
    """The method of the dictionary finds it too."""
    text = HEAD.replace('self.settings["hub"]', read)
    assert revealed(f"{text}web.Application([], hub=Hub())\n") == ["a.Hub | None"]
