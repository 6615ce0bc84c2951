import torch
from abc import ABC, abstractmethod


class Layer(ABC):
    @abstractmethod
    def backward(self, g): ...


class Id(Layer):
    def backward(self, g):
        return g


def build(n: int) -> list[Layer]:
    return [Id() for _ in range(n)]


def solve(x, w):
    ls = build(len(x.shape))
    for l in reversed(ls):
        x = l.backward(x)
    return x
