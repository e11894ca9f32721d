"""What the bounds of type variables say of objects whose class a receiver or an argument has still to fix."""

from typing import TYPE_CHECKING

from asynclint.model.summary import Call
from asynclint.program.types.constants import text_of
from asynclint.program.types.scopes import Context
from asynclint.program.types.values import NOTHING, Values, Variable, classes

if TYPE_CHECKING:
    from asynclint.program.types.infer import Inference


class TypeVariables:
    """The bounds of the variables that ``TypeVar`` has made."""

    def __init__(self, inference: "Inference") -> None:
        self.inference = inference
        self._bounds: dict[str, tuple[int, Context]] = {}

    def made(self, name: str, call: Call, context: Context) -> Values:
        """The variable that a call of ``TypeVar`` makes."""
        bound = call.keywords.get("bound")
        if bound is not None:
            self._bounds[name] = (bound, context)
        return (Variable(name),)

    def bound(self, variable: Variable) -> Values:
        """The objects that a variable can stand for at most; NOTHING without a bound that is known."""
        if variable.name not in self._bounds:
            return NOTHING
        return self.inference.remembered(("v", variable.name), lambda: self._found(*self._bounds[variable.name]))

    def bound_classes(self, variables: Values) -> Values:
        """The classes that ``type[T]`` can be at most."""
        bounds = (self.bound(value) for value in variables if isinstance(value, Variable))
        return classes(tuple(value for values in bounds for value in values))

    def _found(self, expression: int, context: Context) -> Values:
        quoted = text_of(self.inference, expression, context)
        if quoted is None:
            return self.inference.instantiated(self.inference.values(expression, context))
        return self.inference.instantiated(self.inference.module_member(context.function.module, quoted))
