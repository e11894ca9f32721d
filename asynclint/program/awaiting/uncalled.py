"""Statements that only name a coroutine function."""

from collections.abc import Iterator
from typing import NamedTuple

from asynclint.model.spelling import spell
from asynclint.model.summary import AttributeRead, BlockKind, Use
from asynclint.program.nodes import ModuleNode
from asynclint.program.sites import Site
from asynclint.program.types.infer import Inference
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import FunctionObject

_ASYNC = frozenset({"coroutine", "deferred", "future"})


class NamedFunction(NamedTuple):
    """A statement that is the name of a coroutine function and nothing else, and how the source spells it."""

    site: Site
    spelled: str


def uncalled(inference: Inference, modules: list[ModuleNode]) -> Iterator[NamedFunction]:
    """The statements of some files that are a method without the parentheses of a call."""
    for module in modules:
        for read in module.summary.attribute_reads:
            if read.use is Use.DROPPED and not _is_probed(module, read.block) and _is_async(inference, module, read):
                span = (read.line, read.column, read.end_line, read.end_column)
                site = Site(module, module.functions[read.function], span, (read.statement, read.statement_end))
                yield NamedFunction(site, spell(module.summary, read.expression))


def _is_async(inference: Inference, module: ModuleNode, read: AttributeRead) -> bool:
    context = Context(module.functions[read.function], read.block, read.statement)
    values = inference.values(read.expression, context)
    signatures = [inference.signatures.of(one.function) for one in values if isinstance(one, FunctionObject)]
    return bool(signatures) and len(signatures) == len(values) and all(
        signature.certain and signature.result in _ASYNC for signature in signatures
    )  # fmt: skip


def _is_probed(module: ModuleNode, block: int) -> bool:
    """Whether a ``try`` or ``with`` may wait for the error of an attribute that is missing."""
    blocks = module.summary.blocks
    return any(blocks[one].kind in (BlockKind.TRY, BlockKind.WITH) for one in module.branches.around(block))
