"""Step through an expression in the order in which it is evaluated, parts that may be left out among them."""

from collections.abc import Callable
from typing import Any

import libcst as cst

from asynclint.flow.children import children
from asynclint.flow.question import Question

Facts = frozenset[Any]

_SILENT = (
    cst.Attribute,
    cst.BaseNumber,
    cst.BaseString,
    cst.Ellipsis,
    cst.Lambda,
    cst.Name,
    cst.Tuple,
    cst.List,
    cst.BooleanOperation,
    cst.IfExp,
    cst.Expr,
    cst.Return,
    cst.Raise,
    cst.Assign,
    cst.AnnAssign,
)
"""What does not raise by itself, as far as this matters, although its parts may."""


class Stepper:
    """Steps for one question; ``error`` is told the facts with which something may raise."""

    def __init__(self, question: Question[Any], error: Callable[[Facts], None]) -> None:
        self._question = question
        self._error = error

    def statement(self, node: cst.CSTNode, facts: Facts) -> Facts:
        """The facts after a small statement."""
        if isinstance(node, cst.Assign | cst.AugAssign | cst.AnnAssign) and node.value is not None:
            facts = self.expression(node.value, facts)
            for child in children(node):
                if child is not node.value and not isinstance(child, cst.Annotation):
                    facts = self.expression(child, facts)
            return self._step(node, facts)
        return self.expression(node, facts)

    def definition(self, node: cst.FunctionDef | cst.ClassDef, facts: Facts) -> Facts:
        """The facts after a function or class was defined: decorators, defaults and bases, not the body."""
        for decorator in node.decorators:
            facts = self.expression(decorator.decorator, facts)
        if isinstance(node, cst.FunctionDef):
            parameters = (*node.params.posonly_params, *node.params.params, *node.params.kwonly_params)
            inside = [parameter.default for parameter in parameters if parameter.default is not None]
        else:
            inside = [argument.value for argument in (*node.bases, *node.keywords)]
        for expression in inside:
            facts = self.expression(expression, facts)
        return self._step(node, facts)

    def expression(self, node: cst.CSTNode, facts: Facts) -> Facts:
        """The facts after an expression (or any node that holds some)."""
        match node:
            case cst.BooleanOperation(left=left, right=right):
                facts = self.expression(left, facts)
                conjunction = isinstance(node.operator, cst.And)
                facts = self.assumed(left, not conjunction, facts) | self.expression(
                    right, self.assumed(left, conjunction, facts)
                )
            case cst.IfExp(test=test, body=body, orelse=orelse):
                facts = self.expression(test, facts)
                facts = self.expression(body, self.assumed(test, True, facts)) | self.expression(
                    orelse, self.assumed(test, False, facts)
                )
            case cst.ListComp(elt=element) | cst.SetComp(elt=element):
                facts = self._comprehension(node.for_in, (element,), facts)
            case cst.DictComp(key=key, value=value):
                facts = self._comprehension(node.for_in, (key, value), facts)
            case cst.GeneratorExp(for_in=for_in):
                facts = self.expression(for_in.iter, facts)
            case cst.Attribute(value=inner) | cst.Arg(value=inner):
                facts = self.expression(inner, facts)
            case cst.Lambda() | cst.Import() | cst.ImportFrom():
                pass
            case _:
                for child in children(node):
                    facts = self.expression(child, facts)
        return self._step(node, facts)

    def assumed(self, test: cst.BaseExpression, truth: bool, facts: Facts) -> Facts:
        """The facts with which a condition that was evaluated is true, or false."""
        known = constant_truth(test)
        if known is not None:
            return facts if known is truth else frozenset()
        match test:
            case cst.UnaryOperation(operator=cst.Not(), expression=inner):
                return self.assumed(inner, not truth, facts)
            case cst.BooleanOperation(left=left, operator=operator, right=right):
                if isinstance(operator, cst.And) is truth:
                    return self.assumed(right, truth, self.assumed(left, truth, facts))
                return self.assumed(left, truth, facts) | self.assumed(
                    right, truth, self.assumed(left, not truth, facts)
                )
        return frozenset(after for fact in facts for after in self._question.assume(test, truth, fact))

    def _comprehension(self, part: cst.CompFor, elements: tuple[cst.BaseExpression, ...], facts: Facts) -> Facts:
        inside = frozenset(self._question.iterate(part, fact) for fact in self.expression(part.iter, facts))
        done: Facts = frozenset() if surely_iterates(part) else inside
        for condition in part.ifs:
            inside = self.expression(condition.test, inside)
            done |= inside
        if part.inner_for_in is not None:
            return done | self._comprehension(part.inner_for_in, elements, inside)
        for element in elements:
            inside = self.expression(element, inside)
        return done | inside

    def _step(self, node: cst.CSTNode, facts: Facts) -> Facts:
        question = self._question
        if not isinstance(node, cst.BaseExpression | cst.BaseSmallStatement):
            return facts
        if not isinstance(node, _SILENT):
            raising = frozenset(fact for fact in facts if question.raises(node, fact))
            if raising:
                self._error(raising)
        return frozenset(question.step(node, fact) for fact in facts if not question.stops(node, fact))


def constant_truth(test: cst.BaseExpression) -> bool | None:
    """Whether a condition is written as a constant, and which."""
    match test:
        case cst.Name(value="True"):
            return True
        case cst.Name(value="False" | "None"):
            return False
        case cst.Integer(value=text):
            return text.strip("0_") != ""
    return None


def surely_iterates(loop: cst.For | cst.CompFor) -> bool:
    """Whether a ``for`` goes over something that is written out and not empty."""
    if isinstance(loop.iter, cst.Call):
        return _is_full_range(loop.iter)
    return _is_full(loop.iter)


def _is_full(display: cst.BaseExpression) -> bool:
    """Whether a display or a literal surely has an element."""
    match display:
        case cst.Tuple(elements=elements) | cst.List(elements=elements) | cst.Set(elements=elements):
            return any(not isinstance(one, cst.StarredElement) or _is_full(one.value) for one in elements)
        case cst.Dict(elements=items):
            return any(not isinstance(one, cst.StarredDictElement) or _is_full(one.value) for one in items)
        case cst.SimpleString() as literal:
            return len(literal.raw_value) > 0
    return False


def _is_full_range(call: cst.Call) -> bool:
    """Whether a call is one of ``range`` with constants that give at least one number."""
    if not (isinstance(call.func, cst.Name) and call.func.value == "range") or not 1 <= len(call.args) <= 3:
        return False
    numbers = [_integer(argument.value) for argument in call.args if not argument.star and argument.keyword is None]
    known = [number for number in numbers if number is not None]
    if len(known) != len(call.args) or known[2:] == [0]:
        return False
    return bool(range(*known))


def _integer(node: cst.BaseExpression) -> int | None:
    """The value of an integer that is written out, also with one sign before it."""
    match node:
        case cst.Integer(value=text):
            return int(text, 0)
        case cst.UnaryOperation(operator=operator, expression=cst.Integer(value=text)):
            value = int(text, 0)
            match operator:
                case cst.Minus():
                    return -value
                case cst.Plus():
                    return value
                case cst.BitInvert():
                    return ~value
    return None
