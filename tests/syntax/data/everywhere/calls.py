f()
f(a, *b, c=1, *d, **e)
f((a), (b),)
f(
  a,
)(b)[c].d
f(* a, ** (b))
f(a := 1)
f (a) . b
