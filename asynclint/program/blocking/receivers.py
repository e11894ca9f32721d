"""Where the object comes from that a method is called of."""

from asynclint.model.summary import Binding, Call, ExpressionId, Op
from asynclint.program.nodes import ClassNode, FunctionNode, ModuleNode
from asynclint.program.types.infer import Inference


def receiver_maker(module: ModuleNode, function: FunctionNode, call: Call) -> Call | None:
    """The call that gave the object that a method is called of, at once, by a local name or by a ``with``."""
    callee = module.summary.expressions[call.callee]
    return maker(module, function, callee[1]) if callee[0] == Op.ATTRIBUTE else None


def maker(module: ModuleNode, function: FunctionNode, expression: ExpressionId) -> Call | None:
    """The call that an expression is, or that its local name has its only value from."""
    expressions = module.summary.expressions
    row = expressions[local_value(module, function, expression)]
    made = expressions[row[1]] if row[0] == Op.ENTERED else row
    return module.summary.calls[made[1]] if made[0] == Op.CALL else None


def local_value(module: ModuleNode, function: FunctionNode, expression: ExpressionId) -> ExpressionId:
    """The only value that a local name gets in the function; of what is no such name, the expression itself."""
    row = module.summary.expressions[expression]
    bindings = function.row.bindings.get(row[1], ()) if row[0] == Op.NAME else ()
    return bindings[0].value if len(bindings) == 1 else expression


def may_be_another(inference: Inference, module: ModuleNode, function: FunctionNode, call: Call) -> bool:
    """Whether a method is called of an attribute that has another value first.

    A base class gives it that value when the object is made; the class itself changes it in other methods only.
    """
    expressions = module.summary.expressions
    callee = expressions[call.callee]
    receiver = expressions[callee[1]] if callee[0] == Op.ATTRIBUTE else callee
    owner = function.owner
    if owner is None or receiver[0] != Op.ATTRIBUTE or tuple(expressions[receiver[1]]) != (Op.NAME, "self"):
        return False
    own = owner.row.attributes.get(receiver[2], ())
    if not own or any(_is_first(owner, binding) for binding in own):
        return False
    return any(
        _is_first(base, binding) and not _is_constant(base, binding.value)
        for base, _ in inference.members.ancestors(owner)[1:]
        if isinstance(base, ClassNode)
        for binding in base.row.attributes.get(receiver[2], ())
    )


def _is_first(cls: ClassNode, binding: Binding) -> bool:
    """Whether an attribute gets a value when the object is made."""
    return cls.module.functions[binding.function].row.name == "__init__"


def _is_constant(cls: ClassNode, value: ExpressionId) -> bool:
    expressions = cls.module.summary.expressions
    row = expressions[value]
    held = expressions[row[2]] if row[0] == Op.ANNOTATED else row
    return bool(held[0] in (Op.CONSTANT, Op.UNKNOWN))
