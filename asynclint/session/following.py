"""Go through the source of the libraries that a project imports: which of their functions wait."""

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import msgspec

from asynclint.config.settings import Settings
from asynclint.knowledge.schema import Fact
from asynclint.knowledge.table import Table
from asynclint.model.summary import FileSummary, Op
from asynclint.program.blocking.waiting import waiting_functions
from asynclint.program.program import Program, SourceFile
from asynclint.session.installed import InstalledModules
from asynclint.store.cache import Cache
from asynclint.store.keys import key
from asynclint.store.records import Record

Reader = Callable[[Mapping[str, Record]], Mapping[str, FileSummary]]
"""Gives the summaries of files by path; those that cannot be read are left out."""

_PACKAGE: Final = "/__init__"


def follow(
    installed: InstalledModules,
    summaries: Iterable[FileSummary],
    read: Reader,
    settings: Settings,
    cache: Cache,
    state: bytes,
) -> dict[str, Fact]:
    """The facts of all installed modules that are imported by these files, or by each other."""
    files: dict[str, FileSummary] = {}
    names = {name for summary in summaries for name in _imported(summary, "", is_package=False)}
    seen: set[str] = set()
    while names:
        seen |= names
        paths = {path: name for name in sorted(names) if (path := installed.source(name)) is not None}
        found = read({path: record for path in paths if (record := installed.record(path)) is not None})
        files.update(found)
        names = {
            name
            for path, summary in found.items()
            for name in _imported(summary, paths[path], is_package=path.rpartition(".")[0].endswith(_PACKAGE))
        } - seen
    entry = key(state, "facts", repr(settings.target_version), *(files[path].digest for path in sorted(files)))
    kept = cache.entries([entry]).get(entry)
    if kept is not None:
        return msgspec.msgpack.decode(kept, type=dict[str, Fact])
    modules = {name for summary in files.values() for name in summary.modules if not name.startswith(".")}
    program = Program.link(
        [SourceFile(path, files[path]) for path in sorted(files)],
        knowledge=Table.load(modules, settings.knowledge, settings.target_version),
    )
    facts = waiting_functions(program.effects)
    cache.keep({entry: msgspec.msgpack.encode(facts)})
    return facts


def _imported(summary: FileSummary, importer: str, *, is_package: bool) -> set[str]:
    """The absolute names of what a file imports, modules or not, without the standard library."""
    parts = importer.split(".") if is_package else importer.split(".")[:-1]
    names: set[str] = set()
    for row in summary.expressions:
        if row[0] == Op.IMPORT:
            _, module, level, name = row
            base = parts[: len(parts) - level + 1] if level else []
            full = ".".join([*base, *([module] if module else [])])
            names.update((full, f"{full}.{name}") if name else (full,))
    names.update(name for name in summary.modules if not name.startswith("."))
    return {name for name in names if name and name.partition(".")[0] not in sys.stdlib_module_names}
