"""Modules, classes and functions as nodes."""

import pytest

from tests.program.linking import function, link, module


@pytest.mark.parametrize(
    ("path", "is_test"),
    [
        ("test_a.py", True),
        ("a_test.py", True),
        ("conftest.py", True),
        ("tests/helper.py", True),
        ("pkg/testing/tools.py", True),
        ("pkg/a.py", False),
        ("contest.py", False),
        ("attests/a.py", False),
    ],
)
def test_is_test(path: str, is_test: bool) -> None:
    """Test files are told by the names that test runners look for."""
    assert module(link({path: ""}), path).is_test is is_test


def test_names() -> None:
    """A function has a name for people, and a full one with its module."""
    program = link({"pkg/__init__.py": "", "pkg/a.py": "class A:\n    def m(self): ...\nlambda: 1\n"})
    method = function(program, "A.m", "pkg/a.py")
    assert (method.qualname, method.full_name) == ("A.m", "pkg.a.A.m")
    assert function(program, "<module>", "pkg/a.py").full_name == "pkg.a"
    assert method.owner is not None
    assert method.owner.full_name == "pkg.a.A"


def test_method_is_the_last_definition_without_setters() -> None:
    """Of several definitions in a class body the last one counts, but a setter is none."""
    program = link(
        """
        class A:
            def m(self): ...
            def m(self): ...
            @property
            def p(self): ...
            @p.setter
            def p(self, value): ...
        """
    )
    cls = module(program).classes[0]
    found = [cls.method(name) for name in ("m", "p", "missing")]
    assert [node.row.line if node else None for node in found] == [3, 5, None]


@pytest.mark.parametrize(
    ("importer", "level", "name", "absolute"),
    [
        ("pkg/sub/b.py", 1, "x", "pkg.sub.x"),
        ("pkg/sub/b.py", 2, "x", "pkg.x"),
        ("pkg/sub/__init__.py", 1, "x", "pkg.sub.x"),
        ("pkg/sub/__init__.py", 2, "", "pkg"),
        ("pkg/a.py", 1, "", "pkg"),
        ("pkg/a.py", 0, "x", "x"),
    ],
)
def test_absolute(importer: str, level: int, name: str, absolute: str) -> None:
    """A relative import of something that has no file (a compiled module) stands for an absolute name."""
    files = dict.fromkeys(("pkg/__init__.py", "pkg/a.py", "pkg/sub/__init__.py", "pkg/sub/b.py"), "")
    assert module(link(files), importer).absolute(level, name) == absolute
