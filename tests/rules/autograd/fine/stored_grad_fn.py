import torch


class S:
    def __init__(self, f):
        self.grad_fn = f


def solve(x, w):
    s = S(lambda v: 2 * v)
    return s.grad_fn(w)
