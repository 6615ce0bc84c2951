import numpy as np, torch


def backward():
    pass


def solve(x, w, lr):
    w = torch.from_numpy(np.asarray(w)).requires_grad_()
    torch.stack([(r @ w).sum() for r in x]).mean().backward()  # !
    return w.grad
