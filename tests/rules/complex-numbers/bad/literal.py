def step(f, w, h=1e-20):
    return f(w + 1j * h).imag / h  # !


def solve(x, w):
    return step(lambda v: v * v, w)
