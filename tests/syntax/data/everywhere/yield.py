def f():
  yield
  yield a, b
  x = yield from (y)
  return *a, b
  z = (yield), (yield 1)
  x += yield
  f((yield))
  await (yield)
