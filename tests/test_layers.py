"""Imports go downwards only, as in section 3 of the architecture, and rules use nothing but their API."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PACKAGE = TOP / "asynclint"

LAYERS = [
    {"cli", "lsp"},
    {"session"},
    {"engine", "config", "store", "output"},
    {"rule"},
    {"fixes"},
    {"program"},
    {"summarize"},
    {"syntax", "knowledge", "flow"},
    {"model"},
]
MOUNT = "rules"
"""The folder of rules as a package: data that anyone may locate; it imports nothing of asynclint."""

FOR_RULES = {"asynclint.rule", "asynclint.model", "libcst"}

MODULES = sorted(PACKAGE.rglob("*.py"))
RULES = sorted((TOP / "rules").rglob("*.py"))


def imported(path: Path, *, types_too: bool = True) -> Iterator[tuple[int, str]]:
    """The row and the name of every module that a file imports, also inside functions; relative ones with dots.

    Without ``types_too`` those under ``if TYPE_CHECKING:`` are left out.
    """
    tree = ast.parse(path.read_bytes())
    skipped: set[ast.AST] = set()
    if not types_too:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
                skipped.update(inner for statement in node.body for inner in ast.walk(statement))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            if module == "asynclint":
                yield from ((node.lineno, f"asynclint.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, module


def part_of(module: str) -> str | None:
    """The part of asynclint that a module belongs to; None for other libraries and for the package itself."""
    top, _, rest = module.partition(".")
    return rest.partition(".")[0] or None if top == "asynclint" else None


def own_part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def level(part: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if part in layer)


def test_every_part_has_a_layer() -> None:
    """A new folder has to be given its place in the architecture."""
    parts = {own_part(path) for path in MODULES} - {"__init__", "__main__", MOUNT}
    assert parts <= set().union(*LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TOP)))
def test_no_arrow_runs_up(path: Path) -> None:
    """A module imports only its own part, parts of its layer, and lower ones."""
    own = own_part(path)
    if own in ("__init__", "__main__"):
        return
    for row, module in imported(path, types_too=own != "rule"):
        part = part_of(module)
        assert not module.startswith("."), f"{path}:{row}: imports inside asynclint are absolute"
        if part is None or part == MOUNT:
            continue
        assert own != MOUNT, f"{path}:{row}: the mount imports {module}"
        assert level(own) <= level(part), f"{path}:{row}: {own} must not import {module}"


def test_parts_of_one_layer_do_not_import_each_other_in_a_circle() -> None:
    """Sideways imports are allowed one way."""
    arrows: dict[str, set[str]] = {}
    for path in MODULES:
        targets = {part_of(module) for _, module in imported(path, types_too=False)}
        arrows.setdefault(own_part(path), set()).update(part for part in targets if part)
    reach = {part: set(targets) for part, targets in arrows.items()}
    for _ in arrows:
        for reached in reach.values():
            reached.update(*(reach.get(part, set()) for part in list(reached)))
    circular = {part for part, reached in reach.items() for other in reached - {part} if part in reach.get(other, ())}
    assert not circular


@pytest.mark.parametrize("path", RULES, ids=lambda path: str(path.relative_to(TOP)))
def test_a_rule_imports_its_api_only(path: Path) -> None:
    """Rules use ``asynclint.rule``, ``asynclint.model``, libcst, the standard library, and helpers of ``rules``."""
    for row, module in imported(path):
        top = module.partition(".")[0]
        allowed = (
            module.startswith(".")
            or top in sys.stdlib_module_names
            or any(module == name or module.startswith(f"{name}.") for name in FOR_RULES)
        )
        assert allowed, f"{path}:{row}: a rule must not import {module}"


def test_the_folder_of_rules_is_no_package() -> None:
    """``rules/__init__.py`` would hide the unrelated distribution ``rules`` and break the wheel."""
    assert not (TOP / "rules" / "__init__.py").exists()
    assert [path.name for path in (PACKAGE / MOUNT).iterdir() if path.suffix == ".py"] == ["__init__.py"]


def test_a_lower_part_that_imports_a_higher_one_is_found() -> None:
    """The layers are in the order of the architecture."""
    assert level("model") > level("knowledge") > level("summarize") > level("program") > level("rule")
    assert level("rule") > level("engine") > level("session") > level("cli")
    assert part_of("asynclint.model.spans") == "model"
    assert part_of("libcst.matchers") is None
