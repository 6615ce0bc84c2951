import torch


def solve(x, w, lr, seed):
    w = w.clone().requires_grad_()
    loss = ((x @ w) ** 2).mean()
    loss.backward()  # !
    return (w - lr * w.grad).detach()
