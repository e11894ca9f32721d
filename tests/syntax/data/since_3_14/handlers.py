try: a
except A, B: b
except C.d, E,: f
try: a
except* A, (B): b
