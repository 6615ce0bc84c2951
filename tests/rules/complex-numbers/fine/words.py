def complex_step(w):
    """Not the 1j trick: complex here only means involved."""
    return w


def solve(x, w):
    complexity = 2
    return complex_step(w) * complexity
