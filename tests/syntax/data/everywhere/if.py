if a: b
elif (c): d; e;
elif f:
  g
else:
  h
if a:
  if b: c
  else: d
elif e: f
