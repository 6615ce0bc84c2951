import torch


def grad(x, w):
    return 2 * x.T @ (x @ w)


class autograd:
    @staticmethod
    def grad(x, w):
        return grad(x, w)


def solve(x, w, lr):
    backward = grad(x, w)
    autograd_grad = autograd.grad(x, w)
    return w - lr * (backward + autograd_grad) / 2
