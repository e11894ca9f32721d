match = 1; case = 2; type = 3; _ = 4; match(x); case[0]; type(x)
print(match, type)
