"""How many of the calls in coroutines lead somewhere: the share of the program's types that is known.

    python -m tests.benchmarks.resolution [--show N] PROJECT...

A call is ``project`` when what it calls is defined there or declared there as callable, ``builtin`` when it is one of
Python's own functions or a method of a builtin type, ``library`` when it is known by its full name, or as a method of a
library's class (``by class``: nothing more is known of that method), else ``unresolved``. ``--show`` prints samples of
the latter, the most frequent names first. No environment is looked at.
"""

import argparse
import gc
import time
from collections import Counter
from pathlib import Path

from asynclint.knowledge.table import Table
from asynclint.model.summary import FunctionKind, Op
from asynclint.program.nodes import ClassNode, ModuleNode
from asynclint.program.program import Program, SourceFile
from asynclint.program.types.externals import Externals
from asynclint.program.types.infer import Inference
from asynclint.program.types.values import (
    CALLABLE,
    NONE,
    ClassObject,
    External,
    FunctionObject,
    Instance,
    ModuleObject,
    Partial,
    Super,
    Value,
    Values,
)
from asynclint.summarize import summarize
from asynclint.syntax.parse import SyntaxProblem, parse
from asynclint.syntax.source import decode
from tests.benchmarks.measuring import table

HEAD = ("project", "calls", "project %", "library %", "by class %", "builtin %", "unresolved %", "cpu s")
_INSIDE = frozenset({FunctionKind.COROUTINE, FunctionKind.ASYNC_GENERATOR})


def main() -> None:
    """Print a row for each project, then samples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="+", type=Path, metavar="PROJECT")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N unresolved names of each project")
    arguments = parser.parse_args()
    rows: list[tuple[str, ...]] = [HEAD]
    samples: list[str] = []
    gc.disable()
    for project in arguments.projects:
        kinds, names, seconds = measure(project.resolve())
        total = sum(kinds.values())
        shares = (kinds["project"], kinds["library"] + kinds["class"], kinds["class"], kinds["builtin"], kinds["none"])
        rows.append((project.name, f"{total:,}", *(f"{100 * n / max(total, 1):.1f}" for n in shares), f"{seconds:.1f}"))
        samples.append(f"{project.name}: " + ", ".join(f"{n} {c}" for n, c in names.most_common(arguments.show)))
    print(table(rows))
    if arguments.show:
        print("\n".join(["", *samples]))


def measure(project: Path) -> tuple[Counter[str], Counter[str], float]:
    """How often each kind of callee occurs, the unresolved names, and the processor time of resolving all of them."""
    program = link(project)
    kinds: Counter[str] = Counter()
    names: Counter[str] = Counter()
    started = time.process_time()
    for module in program.index.modules:
        for number, call in enumerate(module.summary.calls):
            if module.summary.functions[call.function].kind in _INSIDE:
                kind = classify(program.inference, module, number)
                kinds[kind] += 1
                if kind == "none":
                    names[call.name] += 1
    return kinds, names, time.process_time() - started


def link(project: Path) -> Program:
    """The program of all files of a project that can be parsed, stub files too."""
    files: list[SourceFile] = []
    for path in sorted((*project.rglob("*.py"), *project.rglob("*.pyi"))):
        try:
            source = decode(path.read_bytes(), path)
            files.append(SourceFile(path.as_posix(), summarize(source, parse(source))))
        except SyntaxProblem:
            continue
    modules = {name for file in files for name in file.summary.modules if not name.startswith(".")}
    return Program.link(files, knowledge=Table.load(modules))


def classify(inference: Inference, module: ModuleNode, number: int) -> str:
    """The kind of a call's callee."""
    values = inference.callees(module, number)
    if values:
        return _kind(inference.externals, values)
    call = module.summary.calls[number]
    callee = module.summary.expressions[call.callee]
    if callee[0] == Op.ATTRIBUTE:
        bases = inference.values(callee[1], inference.context(module, call))
        if bases and all(_of_library(value) for value in bases if value != NONE):
            return "class"
    return "none"


def _kind(externals: Externals, values: Values) -> str:
    known = [value for value in values if value != NONE]
    if any(_of_project(value) for value in known):
        return "project"
    names = [value.name if isinstance(value, External) else str(getattr(value, "cls", "")) for value in known]
    return "builtin" if all(externals.is_builtin(name.partition(".")[0]) for name in names) else "library"


def _of_project(value: Value) -> bool:
    if isinstance(value, Instance):
        return isinstance(value.cls, ClassNode) or value.cls == CALLABLE
    if isinstance(value, ClassObject):
        return isinstance(value.cls, ClassNode)
    return isinstance(value, FunctionObject | Partial | ModuleObject | Super)


def _of_library(value: Value) -> bool:
    return isinstance(value, External) or (isinstance(value, Instance | ClassObject) and isinstance(value.cls, str))


if __name__ == "__main__":
    main()
