f'{a:{b:{c}}}'; f'{a!r:{b!s}x}'
