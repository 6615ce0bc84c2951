import torch


def grad_fn(x):
    return 2 * x


def solve(x, w):
    backward = grad_fn
    grads = {"w": backward(w)}
    grad = grads["w"]
    return w - grad.mean() * grad
