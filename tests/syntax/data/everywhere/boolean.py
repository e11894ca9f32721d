a and b and c
a or b or c
a and b or c and d
(a and b) and c
a and (b and c)
not a or not (b)
