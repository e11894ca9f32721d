a < b <= c
a is not b
a not in (b)
(a) == (b) != c > d >= e
a in b is c
a is  \
 not b
