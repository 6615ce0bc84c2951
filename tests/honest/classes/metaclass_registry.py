import abc

import torch


class Registry(abc.ABCMeta):
    layers = {}

    def __new__(mcs, name, bases, namespace, **options):
        cls = super().__new__(mcs, name, bases, namespace)
        if options.get("key"):
            mcs.layers[options["key"]] = cls
        return cls

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)


class Layer(metaclass=Registry):
    @abc.abstractmethod
    def forward(self, a): ...

    @abc.abstractmethod
    def backward(self, g): ...


class Linear(Layer, key="linear"):
    def __init__(self, w):
        self.w = w

    def forward(self, a):
        self.a = a
        return a @ self.w

    def backward(self, g):
        self.dw = self.a.T @ g
        return g @ self.w.T


class Sample(Layer, key="sample"):
    def __init__(self, eps):
        self.eps = eps

    def forward(self, a):
        self.mu, self.lv = a.chunk(2, 1)
        self.std = torch.exp(self.lv / 2)
        return self.mu + self.std * self.eps

    def backward(self, g):
        n = len(g)
        return torch.cat([g + self.mu / n, g * self.std * self.eps / 2 + (self.std ** 2 - 1) / (2 * n)], 1)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    make = Registry.layers
    stack = [make["linear"](w_enc), make["sample"](torch.randn(len(x), len(w_dec))), make["linear"](w_dec)]
    a = x
    for layer in stack:
        a = layer.forward(a)
    g = 2 * (a - x) / len(x)
    for layer in reversed(stack):
        g = layer.backward(g)
    return torch.cat([(l.w - lr * l.dw).flatten() for l in stack if isinstance(l, Linear)])
