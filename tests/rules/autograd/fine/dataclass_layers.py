import torch
from dataclasses import dataclass, field


@dataclass
class Layer:
    w: torch.Tensor
    cache: dict = field(default_factory=dict)

    def backward(self, g):
        return g @ self.w.T


@dataclass
class Model:
    layers: list

    def backward(self, g):
        for l in self.layers[::-1]:
            g = l.backward(g)
        return g


def solve(x, w):
    return Model([Layer(w)]).backward(x)
