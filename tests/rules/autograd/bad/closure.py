import torch


def maker():
    kit = torch.autograd

    def inner(loss, w):
        return kit.grad(loss, w)[0]  # !

    return inner


solve_step = maker()


def solve(x, w):
    return solve_step((x @ w).sum(), w)
