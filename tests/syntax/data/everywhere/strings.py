'a'; "b"; u'c'; b'd'; r'\d'; Rb'\x'; 'e\n\x41\N{BULLET}\q'; '''f
g\
h'''; 'i' 'j'; (b'k'
  b'l'); u'm' 'n'
