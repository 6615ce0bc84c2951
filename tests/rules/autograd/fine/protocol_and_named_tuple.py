from __future__ import annotations
import torch
from typing import Callable, NamedTuple, Protocol


class Layer(Protocol):
    def backward(self, g: torch.Tensor) -> torch.Tensor: ...


class Cache(NamedTuple):
    x: torch.Tensor
    backward: Callable


def run(l: Layer, g):
    return l.backward(g)


def solve(x, w):
    c = Cache(x, lambda g: g)
    return c.backward(w)
