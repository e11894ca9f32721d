x = (1 +  # one
  # two

  2)

if a:
	b
	# c

# d
else : c ; d
y = 'é' + ('ü' . x)
z = [
]
# end
