def diff(coefficients):
    return [i * c for i, c in enumerate(coefficients)][1:]


def solve(x, w):
    sympy = diff([1.0, 2.0])
    return w * sympy[0]
