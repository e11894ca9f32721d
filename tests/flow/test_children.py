"""What a libcst node holds."""

import libcst as cst

from asynclint.flow.children import children

SOURCE = """
@decorator  # why
async def function(first: int = 1, *rest, second=2, **others) -> None:
    '''Every kind of statement.'''
    async with one as a, two(x, *y, key=value) as (b, c):
        for item in (yield from a or not b and c if x else y):
            del item[0], item[1:2]; continue
    while lambda z: z:
        try:
            assert a != 1 < 2, f'{a} {a!r:>{width}}' 'b' "c"
        except (ValueError, error.Other) as problem:
            raise problem from None
        else:
            global d
        finally:
            d = e = -1 + 2
    match a, {**b, 'c': [d for d in e if f for g in h]}:
        case {"x": [1, *_]} | Point(x=0) if guarded:
            return await (x := {1, 2})
    import a.b as c, d
    from .. import (e, f as g)
    class Inner(Base, metaclass=Meta): attribute: list[int] = []
    d += {k: v for k, v in z}
"""


def test_the_order_of_the_source() -> None:
    """The same nodes as libcst finds, but for white space."""
    waiting: list[cst.CSTNode] = [cst.parse_module(SOURCE)]
    for node in waiting:
        blanks = (cst.BaseParenthesizableWhitespace, cst.TrailingWhitespace, cst.EmptyLine, cst.Newline)
        expected = [one for one in node.children if not isinstance(one, blanks)]
        found = children(node)
        assert len(found) == len(expected)
        assert all(one is other for one, other in zip(found, expected, strict=True)), type(node)
        waiting += found
