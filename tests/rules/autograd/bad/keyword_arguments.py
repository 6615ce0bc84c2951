import torch


def solve(x, w):
    def f(*args, **kw):
        return kw["tool"].grad(*args)  # !

    return f((x @ w).sum(), w, tool=torch.autograd)
