"""How often each rule reported, most often first."""

from collections import Counter
from collections.abc import Iterator, Sequence

from asynclint.model.findings import Finding
from asynclint.output.json import document
from asynclint.output.view import View


def render(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """Lines of ``count<TAB>code<TAB>name``; before the names, when any rule's findings have fixes, a ``[*]``."""
    rows = _rows(findings, view)
    width = max((len(str(count)) for _, count, _ in rows), default=0)
    code_width = max((len(code) for (code, _), *_ in rows), default=0)
    marked = any(fixable for *_, fixable in rows)
    for (code, name), count, fixable in rows:
        mark = ("[*] " if fixable == count else "[-] " if fixable else "[ ] ") if marked else ""
        shown = view.style(code.ljust(code_width), fg="red", bold=True)
        yield f"{view.style(str(count).rjust(width), bold=True)}\t{shown}\t{mark}{name}\n"


def render_json(findings: Sequence[Finding], view: View) -> Iterator[str]:
    """The same as one JSON document with the field names of ruff."""
    rows = [
        {"code": code, "name": name, "count": count, "fixable": fixable > 0, "fixable_count": fixable}
        for (code, name), count, fixable in _rows(findings, view)
    ]
    yield f"{document(rows)}\n"


def _rows(findings: Sequence[Finding], view: View) -> list[tuple[tuple[str, str], int, int]]:
    counts = Counter((finding.code, finding.name) for finding in findings)
    fixable = Counter((finding.code, finding.name) for finding in findings if view.is_fixable(finding))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(rule, count, fixable[rule]) for rule, count in ordered]
