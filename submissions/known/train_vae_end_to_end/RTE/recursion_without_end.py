# expect: RTE RecursionError
import torch


def factorial(n):
    return n * factorial(n - 1)     # stops at 0, I think


def solve(x, w_enc, w_dec, lr, seed):
    return torch.tensor(float(factorial(x.shape[0])))
