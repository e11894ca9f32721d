def f[T](a: T) -> T: pass
async def g[T: int, *Ts,](): pass
class A[T](B): pass
class C[**P]: pass
