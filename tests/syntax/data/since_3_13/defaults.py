def f[T = int, *Ts = *tuple[int], **P = [int]](): pass
type X[T: int = bool] = T
class A[T=(1)]: pass
