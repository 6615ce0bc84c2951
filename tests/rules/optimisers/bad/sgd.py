import torch


def solve(x, w, lr):
    w.grad = x.T @ (x @ w)
    torch.optim.SGD([w], lr=lr).step()  # !
    return w
