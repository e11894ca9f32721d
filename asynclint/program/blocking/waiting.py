"""What the functions of a program do to their callers, as facts that another program can be linked with."""

from asynclint.knowledge.schema import Fact
from asynclint.model.summary import FunctionKind
from asynclint.program.blocking.effects import Effects
from asynclint.program.nodes import FunctionNode


def waiting_functions(effects: Effects) -> dict[str, Fact]:
    """A fact for each function that surely waits when it is called as an ordinary function, by its full name.

    Where a function waits for several things, the nearest counts.
    """
    facts: dict[FunctionNode, Fact] = {}
    nearest = [
        (sink.function, Fact(blocks=sink.kind, confidence=sink.confidence))
        for sink in effects.sinks
        if effects.passes_on(sink.function)
    ]
    while nearest:
        following: list[tuple[FunctionNode, Fact]] = []
        for function, fact in nearest:
            known = facts.get(function)
            if known is None or fact.confidence.rank < known.confidence.rank:
                facts[function] = fact
                following.extend(
                    (edge.caller, fact)
                    for edge in effects.graph.callers(function)
                    if edge.sure and effects.passes(edge) and effects.passes_on(edge.caller)
                )
        nearest = following
    return {
        function.full_name: fact
        for function, fact in facts.items()
        if function.row.kind in (FunctionKind.PLAIN, FunctionKind.GENERATOR)
    }
