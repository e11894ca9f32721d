a: tuple = *b, c
