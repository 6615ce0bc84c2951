import torch


class Tanh:
    def __call__(self, x):
        self.y = torch.tanh(x)
        return self.y

    def backward(self, g):
        return g * (1 - self.y**2)


class Net:
    def __init__(self, ws):
        self.layers = []
        for w in ws:
            self.layers.append(Tanh())

    def forward(self, x):
        for l in self.layers:
            x = l(x)
        return x

    def backward(self, g):
        for l in reversed(self.layers):
            g = l.backward(g)
        return g


def solve(x, w):
    net = Net([w, w])
    net.forward(x)
    return net.backward(x)
