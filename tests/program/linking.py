"""Build a program from sources in memory, and say in words what it knows of an expression."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from textwrap import dedent
from typing import Final

from asynclint.knowledge.table import Table
from asynclint.model.effects import Blocking, Confidence
from asynclint.model.focus import Focus
from asynclint.program.blocking.effects import Cuts
from asynclint.program.blocking_questions import BlockingCall
from asynclint.program.nodes import FunctionNode, ModuleNode
from asynclint.program.program import Program, SourceFile
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import (
    ClassObject,
    External,
    FunctionObject,
    Instance,
    ModuleObject,
    Partial,
    Super,
    Value,
    Values,
    Variable,
)
from asynclint.summarize import summarize
from asynclint.syntax.parse import parse
from asynclint.syntax.source import decode

ROOT: Final = "/project"
"""The folder in which the files of a program are said to lie."""

MODULES: Final = (
    "abc", "atexit", "concurrent.futures", "dataclasses", "os", "pathlib", "queue", "threading", "time", "tornado",
    "twisted",
)  # fmt: skip
"""The modules whose knowledge a program has, besides that which it always has."""

Files = Mapping[str, str] | str
"""The text of each file by its path below the root; a text alone is that of ``a.py``. Indentation is taken off."""


@lru_cache(maxsize=1)
def knowledge() -> Table:
    """The built-in facts about ``MODULES``, read once."""
    return Table.load(MODULES)


def link(
    files: Files,
    *,
    table: Table | None = None,
    cuts: Cuts | None = None,
    focus: Iterable[str] | Focus | None = None,
    least: Confidence = Confidence.LIKELY,
) -> Program:
    """The program of some files, in the order given; ``cuts`` and ``focus`` name files by their path below the root."""
    texts = {"a.py": files} if isinstance(files, str) else files
    sources = [decode(dedent(text).lstrip("\n").encode(), Path(ROOT, path)) for path, text in texts.items()]
    return Program.link(
        [SourceFile(str(source.path), summarize(source, parse(source))) for source in sources],
        knowledge=table or knowledge(),
        cuts={f"{ROOT}/{path}": rows for path, rows in (cuts or {}).items()},
        focus=focus
        if focus is None or isinstance(focus, Focus)
        else Focus.on_files(f"{ROOT}/{path}" for path in focus),
        least=least,
    )


def module(program: Program, path: str = "a.py") -> ModuleNode:
    """The module of a file."""
    return program.index.by_path[f"{ROOT}/{path}"]


def function(program: Program, qualname: str, path: str = "a.py") -> FunctionNode:
    """The last function of a file with this qualified name."""
    return [node for node in module(program, path).functions if node.qualname == qualname][-1]


def calls(program: Program, name: str, path: str = "a.py") -> list[int]:
    """The numbers of the calls of a file by the last name of what they call, in order of their place."""
    rows = module(program, path).summary.calls
    found = [number for number, call in enumerate(rows) if call.name == name]
    return sorted(found, key=lambda number: (rows[number].line, rows[number].column))


def revealed(files: Files, *, table: Table | None = None) -> list[str]:
    """What the argument of each call of ``reveal`` is, in order of file and place."""
    program = link(files, table=table)
    texts: list[str] = []
    for node in program.index.modules:
        for number in calls(program, "reveal", node.path.removeprefix(f"{ROOT}/")):
            row = node.summary.calls[number]
            context = Context(node.functions[row.function], row.block, row.statement)
            texts.append(show(program.inference.values(row.arguments[0], context)))
    return texts


def show(values: Values) -> str:
    """Alternatives in words; ``?`` for what is not known."""
    return " | ".join(map(_show, values)) or "?"


def _show(value: Value) -> str:
    match value:
        case Instance(cls, args):
            return _name(cls) + (f"[{', '.join(map(show, args))}]" if args else "")
        case ClassObject(cls, args):
            return f"type[{_show(Instance(cls, args))}]"
        case FunctionObject(node):
            return f"def {node.full_name}"
        case ModuleObject(node):
            return f"module {node.name}"
        case External(name):
            return f"external {name}"
        case Partial(targets):
            return f"partial[{show(targets)}]"
        case Variable(name):
            return f"~{name}"
        case Super(after):
            return f"super after {after.full_name}"


def _name(cls: object) -> str:
    return cls if isinstance(cls, str) else str(getattr(cls, "full_name", "?"))


def blocking(program: Program) -> list[BlockingCall]:
    """Every blocking call that gets onto a loop."""
    return list(program.blocking_calls(*Blocking))


def traces(program: Program) -> list[str]:
    """The shown trace of each blocking call, as its functions and the name of what blocks: ``f > g > time.sleep``."""
    return [" > ".join([*(step.function for step in call.chain), call.callee]) for call in blocking(program)]
