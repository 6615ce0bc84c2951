import torch


class Mine(torch.Tensor):
    def go(self):
        super().backward()  # !


def solve(x, w):
    (x @ w).sum().as_subclass(Mine).go()
    return w.grad
