"""Which file is which module."""

import pytest

from asynclint.program.layout import Layout

FLAT = ["/p/main.py", "/p/pkg/__init__.py", "/p/pkg/a.py", "/p/pkg/sub/__init__.py", "/p/pkg/sub/b.py"]


def found(paths: list[str], name: str, importer: str) -> str | None:
    """The path of the module that a file imports by an absolute name."""
    layout = Layout(paths)
    number = layout.find(name, paths.index(importer))
    return None if number is None else paths[number]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("main", "/p/main.py"),
        ("pkg", "/p/pkg/__init__.py"),
        ("pkg.a", "/p/pkg/a.py"),
        ("pkg.sub", "/p/pkg/sub/__init__.py"),
        ("pkg.sub.b", "/p/pkg/sub/b.py"),
        ("b", None),
        ("sub.b", None),
        ("pkg.missing", None),
    ],
)
def test_flat(name: str, path: str | None) -> None:
    """In a flat layout modules bear the names of their packages, and inner ones have no shorter name."""
    assert found(FLAT, name, "/p/main.py") == path


def test_names() -> None:
    """A module's own name begins with its outermost package."""
    assert Layout(FLAT).names == ["main", "pkg", "pkg.a", "pkg.sub", "pkg.sub.b"]


def test_src() -> None:
    """The folder ``src`` is no part of a module's name, but nobody is kept from using it."""
    paths = ["/p/src/pkg/__init__.py", "/p/src/pkg/a.py", "/p/tests/test_a.py"]
    assert Layout(paths).names == ["pkg", "pkg.a", "test_a"]
    assert found(paths, "pkg.a", "/p/tests/test_a.py") == "/p/src/pkg/a.py"
    assert found(paths, "src.pkg.a", "/p/tests/test_a.py") == "/p/src/pkg/a.py"


def test_namespace_packages() -> None:
    """Folders without ``__init__.py`` above a package or a module may be part of its name."""
    paths = ["/p/ns/one/__init__.py", "/p/ns/one/a.py", "/p/ns/two/b.py", "/p/x.py"]
    assert found(paths, "ns.one.a", "/p/x.py") == "/p/ns/one/a.py"
    assert found(paths, "ns.two.b", "/p/x.py") == "/p/ns/two/b.py"


@pytest.mark.parametrize("folder", ["one", "two"])
def test_scripts_beside_each_other(folder: str) -> None:
    """A script finds the helper that lies beside it, not its namesake elsewhere."""
    paths = ["/p/one/run.py", "/p/one/util.py", "/p/two/run.py", "/p/two/util.py"]
    assert found(paths, "util", f"/p/{folder}/run.py") == f"/p/{folder}/util.py"


@pytest.mark.parametrize("folder", ["one", "two"])
def test_nearest_of_equal_packages(folder: str) -> None:
    """Of two packages of the same name, an import means the one that the importing file is in."""
    paths = [f"/p/{name}/pkg/{file}.py" for name in ("one", "two") for file in ("__init__", "a", "b")]
    assert found(paths, "pkg.a", f"/p/{folder}/pkg/b.py") == f"/p/{folder}/pkg/a.py"


def test_module_of_a_package_does_not_hide_an_installed_one() -> None:
    """``import json`` beside ``pkg/json.py`` means the standard library, as it does in Python."""
    paths = ["/p/pkg/__init__.py", "/p/pkg/json.py", "/p/pkg/a.py"]
    assert found(paths, "json", "/p/pkg/a.py") is None


@pytest.mark.parametrize("order", [1, -1])
def test_source_before_stub(order: int) -> None:
    """Of a module and its stub the source counts, whichever is listed first."""
    paths = [*["/p/a.pyi", "/p/a.py"][::order], "/p/b.py"]
    assert found(paths, "a", "/p/b.py") == "/p/a.py"


@pytest.mark.parametrize(
    ("importer", "level", "module", "path"),
    [
        ("/p/pkg/sub/b.py", 1, "", "/p/pkg/sub/__init__.py"),
        ("/p/pkg/sub/b.py", 2, "a", "/p/pkg/a.py"),
        ("/p/pkg/sub/b.py", 2, "", "/p/pkg/__init__.py"),
        ("/p/pkg/sub/__init__.py", 1, "b", "/p/pkg/sub/b.py"),
        ("/p/pkg/sub/__init__.py", 2, "a", "/p/pkg/a.py"),
        ("/p/pkg/a.py", 1, "sub.b", "/p/pkg/sub/b.py"),
        ("/p/pkg/a.py", 1, "missing", None),
        ("/p/pkg/a.py", 9, "a", None),
    ],
)
def test_relative(importer: str, level: int, module: str, path: str | None) -> None:
    """The dots of a relative import count from the folder of the importing file, also in an ``__init__`` file."""
    number = Layout(FLAT).relative(FLAT.index(importer), level, module)
    assert (None if number is None else FLAT[number]) == path


@pytest.mark.parametrize("order", [1, -1])
def test_package_before_module(order: int) -> None:
    """A package hides the module of the same name beside it."""
    paths = ["/p/pkg/__init__.py", "/p/pkg/main.py", "/p/pkg/a.py", "/p/pkg/a/__init__.py"][::order]
    assert found(paths, "pkg.a", "/p/pkg/main.py") == "/p/pkg/a/__init__.py"
