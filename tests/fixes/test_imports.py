"""Names of other modules: what the file has is used, what it lacks is imported where it keeps its imports."""

import pytest

from asynclint.fixes.file import Edits, FixableFile
from asynclint.fixes.fragment import CannotFix
from tests.fixes.test_file import changed, place

BODY = "def m(x):\n    f()\n"


def named(text: str, module: str = "asyncio", attribute: str = "sleep") -> str:
    """The text with the name in place of the function that it calls."""

    def use(file: FixableFile) -> Edits:
        call = file.call(place(file, "f()"))
        name, edits = file.name(module, attribute, call)
        return (*edits, *file.replace_callee(call, name))

    return changed(text, use)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("import asyncio\n", "asyncio.sleep"),
        ("import asyncio as aio\n", "aio.sleep"),
        ("from asyncio import sleep\n", "sleep"),
        ("from asyncio import run, sleep as rest\n", "rest"),
        ("import asyncio.events\n", "asyncio.sleep"),
        ("try:\n    import asyncio\nfinally:\n    pass\n", "asyncio.sleep"),
    ],
)
def test_what_the_file_imports_is_used(head: str, name: str) -> None:
    """By whatever name."""
    assert named(f"{head}\n\n{BODY}") == f"{head}\n\n{BODY.replace('f()', f'{name}()')}"


def test_an_import_of_the_function_is_used() -> None:
    """If it stands before the place."""
    text = "def m(x):\n    import asyncio as a\n    f()\n"
    assert named(text) == text.replace("f()", "a.sleep()")


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("", "import asyncio\n\n\n"),
        ("#!/usr/bin/env python\n# licence\n\n", "#!/usr/bin/env python\n# licence\n\nimport asyncio\n\n\n"),
        ('"""Doc."""\n\n\n', '"""Doc."""\n\nimport asyncio\n\n\n'),
        ("from __future__ import annotations\n\n", "from __future__ import annotations\n\nimport asyncio\n\n"),
        ('"""class A:\n\ndef x():"""\nimport time\n', '"""class A:\n\ndef x():"""\nimport asyncio\nimport time\n'),
        ("import abc\nimport time\n", "import abc\nimport asyncio\nimport time\n"),
        ("import abc\nimport ast\n\n", "import abc\nimport ast\nimport asyncio\n\n"),
        ("# standard\nimport os\n\nimport yaml\n", "# standard\nimport asyncio\nimport os\n\nimport yaml\n"),
        ("from os import path\n\nimport yaml\n", "import asyncio\nfrom os import path\n\nimport yaml\n"),
        ("import yaml\n", "import asyncio\n\nimport yaml\n"),
        ("from . import x\n", "import asyncio\n\nfrom . import x\n"),
        (
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import asyncio\n",
            "import asyncio\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import asyncio\n",
        ),
        ("X = 1\n", "import asyncio\n\nX = 1\n"),
        ("import abc; import re  # both\n", "import asyncio\nimport abc; import re  # both\n"),
    ],
)
def test_an_import_is_added(head: str, after: str) -> None:
    """In the first group of its kind, in order; behind docstring, ``__future__`` and what starts the file."""
    body = BODY.replace("f()", "asyncio.sleep()")
    assert named(f"{head}{BODY}") == f"{after}{body}"


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("import os\n\nimport yaml\n", "import os\n\nimport yaml\nfrom twisted.internet import threads\n"),
        (
            "from twisted.internet import defer, reactor\nfrom zope import x\n",
            "from twisted.internet import defer, reactor\nfrom twisted.internet import threads\nfrom zope import x\n",
        ),
        ("import os\n", "import os\n\nfrom twisted.internet import threads\n"),
    ],
)
def test_a_submodule_is_imported_from_its_package(head: str, after: str) -> None:
    """Among the imports of other distributions."""
    text = named(f"{head}{BODY}", "twisted.internet.threads", "deferToThread")
    assert text == f"{after}{BODY.replace('f()', 'threads.deferToThread()')}"


def test_a_submodule_that_is_imported_by_its_full_name_is_used() -> None:
    """``import a.b`` gives ``a``."""
    text = named(f"import tornado.gen\n{BODY}", "tornado.gen", "sleep")
    assert text == f"import tornado.gen\n{BODY.replace('f()', 'tornado.gen.sleep()')}"


@pytest.mark.parametrize(
    "text",
    [
        "asyncio = 1\n\ndef m():\n    f()\n",
        "def asyncio(): pass\n\ndef m():\n    f()\n",
        "class asyncio: pass\n\ndef m():\n    f()\n",
        "def m(asyncio):\n    f()\n",
        "def m():\n    f()\n    asyncio = 1\n",
        "def m(asyncio):\n    def inner():\n        f()\n",
        "try:\n    import asyncio\nexcept ImportError:\n    asyncio = None\n\ndef m():\n    f()\n",
        "from mine import asyncio\n\ndef m():\n    f()\n",
        "def m():\n    f()\n\ndef n():\n    global asyncio\n    asyncio = 1\n",
    ],
)
def test_a_name_that_means_something_else_is_not_taken(text: str) -> None:
    """Neither in the function nor in the file."""
    with pytest.raises(CannotFix):
        named(text)


def test_what_an_inner_scope_hides_is_not_used() -> None:
    """Another name of the same thing is."""
    text = "import asyncio\nimport asyncio as aio\n\ndef m(asyncio):\n    f()\n"
    assert named(text) == text.replace("f()", "aio.sleep()")
