pass
assert a, b
assert (a)
raise
raise a
raise a from b
global c, d
