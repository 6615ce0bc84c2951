import torch


class Layer:
    def backward(self):
        return self


def solve(x, w):
    loss = (x @ w).sum()
    type(loss).backward(loss)  # !
    return w.grad
