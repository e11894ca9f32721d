"""How long files take whose syntax is newer than the running Python's: libcst's parser, and ``syntax.lower``.

    python -m tests.benchmarks.lower FILE...

Milliseconds per 1,000 lines. Files that the standard parser reads are left out, unless ``--all`` is given.
"""

import argparse
import ast
import time
import warnings
from pathlib import Path
from typing import NamedTuple

from asynclint.syntax import concrete, handlers, lower
from asynclint.syntax.parse import SyntaxProblem, parse
from asynclint.syntax.source import Source, UnreadableSource, read
from tests.benchmarks.measuring import table


class Timing(NamedTuple):
    """Seconds that a file of so many lines took."""

    name: str
    lines: int
    parsing: float
    lowering: float

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its row."""
        thousands = max(self.lines, 1) / 1000
        times = (self.parsing, self.lowering, self.parsing + self.lowering)
        return (self.name, f"{self.lines:,}", *(f"{1000 * seconds / thousands:.1f}" for seconds in times))


def main() -> None:
    """Time each file and print a row for it, and one for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--all", action="store_true", help="also files that the standard parser reads")
    arguments = parser.parse_args()
    timings = [timing for path in arguments.files if (timing := measure(path, arguments.all)) is not None]
    if not timings:
        print("No file needs libcst.")
        return
    total = Timing(
        f"{len(timings)} files",
        sum(timing.lines for timing in timings),
        sum(timing.parsing for timing in timings),
        sum(timing.lowering for timing in timings),
    )
    print(table([("file", "lines", "libcst", "lower", "both"), *(timing.row for timing in (*timings, total))]))


def measure(path: Path, everything: bool) -> Timing | None:
    """The times of a file; None when it needs no libcst, or when nothing reads it."""
    try:
        source = read(path)
        if not everything and not _needs_libcst(source):
            return None
        started = time.process_time()
        tree = concrete.parse_module(source.text)
        parsed = time.process_time()
        lower.lower(tree, source.text)
    except (UnreadableSource, SyntaxProblem, concrete.Refused, lower.Unlowerable) as error:
        print(f"{path}: left out: {error}")
        return None
    return Timing(str(path), len(source.lines), parsed - started, time.process_time() - parsed)


def _needs_libcst(source: Source) -> bool:
    """Whether neither the standard parser nor the rewriting of handlers reads it. Raises SyntaxProblem."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(source.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            parse(source)
            return handlers.parse(source.text) is None
    return False


if __name__ == "__main__":
    main()
