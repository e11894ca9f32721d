for a, in b,: pass
else: c
for a, *b in *c, d: break
while (a): continue
else:
  pass  # end
