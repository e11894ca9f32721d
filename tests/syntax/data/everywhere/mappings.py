match *a, b:
 case {}: pass
 case {'a': x, 1: (2 | 3), **r}: pass
 case {a.b: _,}: pass
 case {**r,}: pass
