from scipy.special import expit  # !


def solve(x, w):
    return expit(w)
