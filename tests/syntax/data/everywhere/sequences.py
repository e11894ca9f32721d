match a, b:
 case [x, *_, y]: pass
 case (x, *y): pass
 case x, : pass
 case *x, y: pass
 case []: pass
 case (): pass
 case (x): pass
 case ((x,)): pass
 case [(x), ((1))]: pass
