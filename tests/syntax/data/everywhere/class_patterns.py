match (a):
 case A(): pass
 case a.B(1, x, y=2, z=(3),): pass
 case (A(x=1) as b): pass
 case (1) as c: pass
