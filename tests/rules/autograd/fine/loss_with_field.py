import torch


class Loss:
    def backward(self):
        return 1.0


def make(x):
    loss = Loss()
    loss.value = (x**2).sum()
    return loss


def solve(x, w):
    loss = make(x)
    loss.backward()
    return w
