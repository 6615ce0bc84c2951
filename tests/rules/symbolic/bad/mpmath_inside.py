def solve(x, w):
    from mpmath import diff  # !

    return diff(lambda t: t * t, 1.0)
