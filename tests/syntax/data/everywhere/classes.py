class A: pass
@a
class B(C, d.E, metaclass=F, **g):
  x = 1

  def f(self): pass
class H(): pass
class I(*j, k): pass
