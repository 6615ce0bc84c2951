import sympy as sp  # !


def solve(x, w):
    return sp.diff("x**2")
