match a:
 case 1 | 'x' 'y' | -1 | 1+2j | -1.5-2j: pass
 case None | True: pass
 case a.b.c: pass
 case x if y: pass
 case _: pass
