import torch


class Pick:
    __match_args__ = ("backward",)


def solve(x, w):
    match (x @ w).sum():
        case Pick(run):  # !
            run()
    return w.grad
