del a
del a, b
del (a)
del (a, b)
del a.b, c[d],
del [a, b]
del (a), (b)
