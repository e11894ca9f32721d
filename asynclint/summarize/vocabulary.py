"""The names in the code of a file."""

from typing import Final

from asynclint.model.summary import FileSummary, Op

_NAMING: Final = frozenset({Op.NAME, Op.ATTRIBUTE, Op.IMPORT})


def vocabulary(summary: FileSummary) -> set[str]:
    """Every name that the code reads, binds, imports or passes by keyword; what stands in a string is none.

    Of an imported module, the parts of its name.
    """
    found = {row[-1] for row in summary.expressions if row[0] in _NAMING}
    for module in summary.modules:
        found.update(module.split("."))
    for function in summary.functions:
        found.update(function.bindings)
    for cls in summary.classes:
        found.update(cls.attributes)
    for call in summary.calls:
        if call.keywords:
            found.update(call.keywords)
    found.update([store.name for store in summary.attribute_stores])
    return found
