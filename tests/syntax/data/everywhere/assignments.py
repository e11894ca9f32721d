a = 1
a: int
a.b: int = 1
a: int = yield
a[b]: c = d, e
a += b
a.b **= c
a[b] //= c, d
(a) = (b)
x = yield
