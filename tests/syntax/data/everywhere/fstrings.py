f'a{b}c'; f'{a!r:>{b}}'; f'{a=}'; f'{ a = !s}'; f'{a = :x}'; f''; f'{{}}'; f'{a}{b}' 'c' f'd'; 'e' f'{g}' rf'\d{h}';
f'{a:{b}{c!r}}d{e["f"]:%H\x41}'; f'{a,}'; f'{(lambda x: 1)}'; f'{x:}'; f'{{{a}}}'; F'\N{BULLET}{a}\n'; f'{a!a}{yield_}'; f'{*a, b}'; f'{a:{{1}}}'
f'''a
{
b
}'''
