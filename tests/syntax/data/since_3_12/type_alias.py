type X = int
type Y[T: (int, str), *Ts, **P] = dict[T]; z
type = 1; type (x)
