import torch


def tanh_backward(g, y):
    return g * (1 - y * y)


class ops:
    class aten:
        @staticmethod
        def relu_backward(g, x):
            return g * (x > 0)


def solve(x, w):
    return ops.aten.relu_backward(tanh_backward(w, x), x)
