try:
    import sympy  # !
except ImportError:
    sympy = None


def solve(x, w):
    return w
