import torch


def loss_of(w, x):
    return ((x @ w) ** 2).mean()


def run(value):
    value.backward()  # !


class Layer:
    def backward(self, g):
        return g


def solve(x, w):
    run(loss_of(w, x))
    return Layer().backward(w.grad)
