"""Follow all ways through statements: an abstract interpretation in which sets of facts meet where ways meet."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import libcst as cst

from asynclint.flow.expressions import Stepper, surely_iterates
from asynclint.flow.question import Exit, Leaving, Question

Facts = frozenset[Any]
NONE: Final[Facts] = frozenset()
_NO_EFFECT = (cst.Pass, cst.Global, cst.Nonlocal, cst.Break, cst.Continue)


class Ends:
    """How ways leave a piece of code: the facts of those that fall off its end, and the exits of the others."""

    __slots__ = ("exits", "facts")

    def __init__(self, facts: Facts = NONE, exits: Iterable[Exit] = ()) -> None:
        self.facts = facts
        self.exits = set(exits)

    def then(self, following: "Ends") -> None:
        """Go on with code that follows."""
        self.facts = following.facts
        self.exits |= following.exits

    def beside(self, other: "Ends") -> None:
        """Join an alternative."""
        self.facts |= other.facts
        self.exits |= other.exits


class Ways:
    """One walk for one question."""

    def __init__(self, question: Question[Any]) -> None:
        self._question = question
        self._steps = Stepper(question, self._error)
        self._errors: list[Facts] = [NONE]
        """The facts with which exceptions start, for each enclosing ``try`` and for what is outside."""
        self._statements: dict[type[cst.CSTNode], Callable[[Any, Facts], Ends]] = {
            cst.If: self._if,
            cst.While: self._while,
            cst.For: self._for,
            cst.With: self._with,
            cst.Try: self._try,
            cst.TryStar: self._try,
            cst.Match: self._match,
            cst.FunctionDef: self._definition,
            cst.ClassDef: self._definition,
        }

    def through(self, code: cst.FunctionDef | cst.BaseSuite, start: Any) -> list[Exit]:
        """See ``Question.ask``."""
        suite = code.body if isinstance(code, cst.FunctionDef) else code
        ends = self._suite(suite, frozenset({start}))
        found = ends.exits | {Exit(Leaving.END, None, fact) for fact in ends.facts}
        found |= {Exit(Leaving.ERROR, None, fact) for fact in self._errors[0]}
        return list(found)

    def _error(self, facts: Facts) -> None:
        self._errors[-1] |= facts

    def _raising(self, node: cst.CSTNode, facts: Facts) -> Facts:
        return frozenset(fact for fact in facts if self._question.raises(node, fact))

    # Statements

    def _suite(self, suite: cst.BaseSuite, facts: Facts) -> Ends:
        return self._body(suite.body, facts)

    def _body(self, statements: Sequence[cst.CSTNode], facts: Facts) -> Ends:
        ends = Ends(facts)
        for statement in statements:
            if not ends.facts:
                break
            if isinstance(statement, cst.SimpleStatementLine):
                ends.then(self._body(statement.body, ends.facts))
            else:
                ends.then(self._statements.get(type(statement), self._small)(statement, ends.facts))
        return ends

    def _small(self, node: cst.CSTNode, facts: Facts) -> Ends:
        after = facts if isinstance(node, _NO_EFFECT) else self._steps.statement(node, facts)
        leaving = _LEAVING.get(type(node))
        if leaving is not None:
            return Ends(NONE, (Exit(leaving, node, fact) for fact in after))
        if isinstance(node, cst.Assert):
            after = self._steps.assumed(node.test, True, after)
        return Ends(after)

    def _definition(self, node: cst.FunctionDef | cst.ClassDef, facts: Facts) -> Ends:
        return Ends(self._steps.definition(node, facts))

    def _if(self, node: cst.If, facts: Facts) -> Ends:
        facts = self._steps.expression(node.test, facts)
        ends = self._suite(node.body, self._steps.assumed(node.test, True, facts))
        otherwise = self._steps.assumed(node.test, False, facts)
        match node.orelse:
            case cst.If() as following:
                ends.beside(self._if(following, otherwise) if otherwise else Ends())
            case cst.Else(body=body):
                ends.beside(self._suite(body, otherwise))
            case _:
                ends.beside(Ends(otherwise))
        return ends

    def _while(self, node: cst.While, facts: Facts) -> Ends:
        def head(facts: Facts) -> tuple[Facts, Facts]:
            after = self._steps.expression(node.test, facts)
            return self._steps.assumed(node.test, True, after), self._steps.assumed(node.test, False, after)

        return self._loop(node, head, facts)

    def _for(self, node: cst.For, facts: Facts) -> Ends:
        def head(facts: Facts) -> tuple[Facts, Facts]:
            self._error(self._raising(node, facts))
            after = frozenset(self._question.iterate(node, fact) for fact in facts)
            return self._steps.expression(node.target, after), after

        return self._loop(node, head, self._steps.expression(node.iter, facts))

    def _loop(self, node: cst.For | cst.While, head: Callable[[Facts], tuple[Facts, Facts]], facts: Facts) -> Ends:
        ends = Ends()
        finished: Facts = NONE
        sure = frozenset(fact for fact in facts if self._runs(node, fact))
        if sure:
            facts = (facts - sure) | self._turn(node, head(sure)[0], ends)
        seen: Facts = NONE
        while new := facts - seen:
            seen |= new
            inside, outside = head(new)
            finished |= outside
            facts = self._turn(node, inside, ends)
        ends.beside(self._suite(node.orelse.body, finished) if node.orelse is not None else Ends(finished))
        return ends

    def _runs(self, node: cst.For | cst.While, fact: Any) -> bool:
        return (isinstance(node, cst.For) and surely_iterates(node)) or self._question.runs(node, fact)

    def _turn(self, node: cst.For | cst.While, facts: Facts, ends: Ends) -> Facts:
        """One round of a loop: the facts before the next one; what leaves the loop goes to ``ends``."""
        turn = self._suite(node.body, facts)
        following = turn.facts
        for left in turn.exits:
            if left.leaving is Leaving.CONTINUE:
                following |= {left.fact}
            elif left.leaving is Leaving.BREAK:
                ends.facts |= {left.fact}
            else:
                ends.exits.add(left)
        return following

    def _with(self, node: cst.With, facts: Facts) -> Ends:
        return self._items(node, list(node.items), facts)

    def _items(self, node: cst.With, items: list[cst.WithItem], facts: Facts) -> Ends:
        if not items:
            return self._suite(node.body, facts)
        item, *rest = items
        facts = self._steps.expression(item.item, facts)
        self._error(self._raising(item, facts))
        facts = frozenset(self._question.enter(item, node, fact) for fact in facts)
        self._errors.append(NONE)
        inner = self._items(node, rest, facts)
        errors = self._left(node, item, self._errors.pop())
        ends = Ends(self._left(node, item, inner.facts))
        for left in inner.exits:
            ends.exits.add(left._replace(fact=self._question.leave(item, node, left.fact)))
        if self._question.suppresses(item, node):
            ends.facts |= errors | {left.fact for left in ends.exits if left.leaving is Leaving.RAISE}
        self._error(errors)
        return ends

    def _left(self, node: cst.With, item: cst.WithItem, facts: Facts) -> Facts:
        return frozenset(self._question.leave(item, node, fact) for fact in facts)

    def _try(self, node: cst.Try | cst.TryStar, facts: Facts) -> Ends:
        if node.finalbody is None:
            return self._handled(node, facts)
        self._errors.append(NONE)
        inner = self._handled(node, facts)
        errors = self._errors.pop()
        final = node.finalbody.body
        ends = self._suite(final, inner.facts)
        by_way: dict[tuple[Leaving, cst.CSTNode | None], set[Any]] = {}
        for left in inner.exits:
            by_way.setdefault((left.leaving, left.node), set()).add(left.fact)
        for (leaving, statement), pending in by_way.items():
            after = self._suite(final, frozenset(pending))
            ends.exits |= after.exits | {Exit(leaving, statement, fact) for fact in after.facts}
        if errors:
            after = self._suite(final, errors)
            ends.exits |= after.exits
            self._error(after.facts)
        return ends

    def _handled(self, node: cst.Try | cst.TryStar, facts: Facts) -> Ends:
        self._errors.append(NONE)
        ends = self._suite(node.body, facts)
        errors = self._errors.pop()
        raised: dict[cst.Raise | None, Facts] = {None: errors} if errors else {}
        for left in [left for left in ends.exits if left.leaving is Leaving.RAISE] if node.handlers else ():
            assert isinstance(left.node, cst.Raise)
            ends.exits.discard(left)
            raised[left.node] = raised.get(left.node, NONE) | {left.fact}
        if node.orelse is not None:
            ends.then(self._suite(node.orelse.body, ends.facts))
        for handler in node.handlers:
            caught: Facts = NONE
            for error, pending in list(raised.items()):
                answers = {fact: self._catches(handler, error, fact) for fact in pending}
                caught |= {fact for fact, answer in answers.items() if answer is not False}
                raised[error] = frozenset(fact for fact, answer in answers.items() if answer is not True)
            if caught:
                ends.beside(self._suite(handler.body, frozenset(self._question.handle(handler, one) for one in caught)))
        for error, pending in raised.items():
            if error is None:
                self._error(pending)
            else:
                ends.exits |= {Exit(Leaving.RAISE, error, fact) for fact in pending}
        return ends

    def _catches(
        self, handler: cst.ExceptHandler | cst.ExceptStarHandler, error: cst.Raise | None, fact: Any
    ) -> bool | None:
        if handler.type is None or (isinstance(handler.type, cst.Name) and handler.type.value == "BaseException"):
            return True
        return self._question.catches(handler, error, fact)

    def _match(self, node: cst.Match, facts: Facts) -> Ends:
        remaining = self._steps.expression(node.subject, facts)
        ends = Ends()
        for case in node.cases:
            inside = remaining
            if case.guard is not None:
                inside = self._steps.expression(case.guard, remaining)
                missed = NONE if _irrefutable(case.pattern) else remaining
                remaining = missed | self._steps.assumed(case.guard, False, inside)
                inside = self._steps.assumed(case.guard, True, inside)
            elif _irrefutable(case.pattern):
                remaining = NONE
            ends.beside(self._suite(case.body, inside))
        ends.facts |= remaining
        return ends


_LEAVING = {
    cst.Return: Leaving.RETURN,
    cst.Raise: Leaving.RAISE,
    cst.Break: Leaving.BREAK,
    cst.Continue: Leaving.CONTINUE,
}


def _irrefutable(pattern: cst.MatchPattern) -> bool:
    return isinstance(pattern, cst.MatchAs) and (pattern.pattern is None or _irrefutable(pattern.pattern))
