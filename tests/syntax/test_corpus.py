"""Over real files: what both parsers take, they take alike.

By default a fixed sample of the running interpreter's standard library; `ASYNCLINT_CORPUS=folder:folder` (with the
separator of paths) names other folders, all of whose files are compared.
"""

import ast
import os
import sysconfig
import tokenize
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from asynclint.syntax import concrete, handlers
from asynclint.syntax.comments import comments
from asynclint.syntax.lower import lower
from asynclint.syntax.source import UnreadableSource, read
from tests.syntax.normalise import first_difference

CORPUS = os.environ.get("ASYNCLINT_CORPUS")
SAMPLE = 300
LARGEST = 20_000
"""In bytes; larger files of the standard library would take most of the time."""


def files() -> list[Path]:
    if CORPUS:
        return sorted(path for folder in CORPUS.split(os.pathsep) for path in Path(folder).rglob("*.py"))
    library = Path(sysconfig.get_path("stdlib"))
    own = [path for path in library.rglob("*.py") if "site-packages" not in path.parts]
    small = sorted(path for path in own if path.stat().st_size <= LARGEST)
    return small[:: max(1, len(small) // SAMPLE)]


def texts() -> Iterator[tuple[Path, str, ast.Module]]:
    """The files that the running interpreter parses."""
    for path in files():
        try:
            text = read(path).text
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield path, text, ast.parse(text)
        except (UnreadableSource, SyntaxError, ValueError, RecursionError, MemoryError):
            continue


def test_lowered_trees_equal_those_of_the_standard_parser() -> None:
    compared = refused = 0
    differences: list[str] = []
    for path, text, expected in texts():
        try:
            module = concrete.parse_module(text)
        except concrete.Refused:
            refused += 1
            continue
        compared += 1
        difference = first_difference(lower(module, text), expected)
        if difference:
            differences.append(f"{path}: {difference}")
    assert not differences, "\n".join(differences)
    assert compared > 100 or CORPUS
    assert refused <= 1 + compared // 200


def test_rewriting_handlers_changes_nothing_else() -> None:
    for path, text, expected in texts():
        tree = handlers.parse(text)
        assert tree is None or first_difference(tree, expected) is None, path


def test_comments_are_those_of_the_tokenizer() -> None:
    for path, text, _ in texts():
        try:
            with path.open("rb") as stream:
                tokens = [token for token in tokenize.tokenize(stream.readline) if token.type == tokenize.COMMENT]
        except (tokenize.TokenError, SyntaxError):
            continue
        assert [text[start:end] for start, end in comments(text)] == [token.string for token in tokens], path


@pytest.mark.skipif(not CORPUS, reason="ASYNCLINT_CORPUS is not set")
def test_whatever_libcst_parses_is_lowered_or_no_python() -> None:
    from asynclint.syntax.parse import SyntaxProblem, parse

    unread: list[str] = []
    for path in files():
        try:
            source = read(path)
            parse(source)
        except UnreadableSource:
            continue
        except SyntaxProblem as problem:
            try:
                concrete.parse_module(source.text)
            except concrete.Refused:
                continue
            unread.append(str(problem))
    assert not unread, "\n".join(unread)
