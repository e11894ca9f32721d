x = a + \
  b
if a and \
   b: pass
assert \
  a
