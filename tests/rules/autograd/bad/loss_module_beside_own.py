import torch


def backward():
    pass


def solve(x, w):
    crit = torch.nn.MSELoss()
    out = crit(x @ w, x)
    out.backward()  # !
    return w.grad
