class A:
  def f(self):
    if a:
      return

  # comment
  x = 1


y = 2
