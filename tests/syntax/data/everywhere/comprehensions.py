[a for b in c if d if e for (f, g) in h]
{a for a, in b}
{a: b for a, *b in c}
[x for x in (y if z else w)]
