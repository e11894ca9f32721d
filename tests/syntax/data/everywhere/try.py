try: a
except: b
finally: c
try: a
except (A, B) as e: b
except C: d
else: e
try:
  a
except* A: b
except *(B, C) as f: d
