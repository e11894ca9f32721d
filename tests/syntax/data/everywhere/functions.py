@a.b
@(c)
# comment

@d()
def f(a, /, b: int = 1, *c: int, d, e: str = 'x', **f: dict) -> None: pass
async  def g(*, a): await (b)
def h(a, b=1, /, c=2): return
def i(*a: *b): pass
def j(
  a,
  b
): pass
