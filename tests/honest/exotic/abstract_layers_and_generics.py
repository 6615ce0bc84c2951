from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar, Generic, Self, TypeVar, overload

import torch
from torch import Tensor

T = TypeVar("T", bound=Tensor)


class Op(ABC, Generic[T]):
    arity: ClassVar[int] = 1

    def __init_subclass__(cls, /, arity: int = 1, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.arity = arity

    @abstractmethod
    def forward(self, *inputs: T) -> T:
        """Return the output."""

    @abstractmethod
    def backward(self, grad: T) -> Iterator[T]:
        """Yield a gradient for each input."""

    def __call__(self, *inputs: T) -> T:
        assert len(inputs) == self.arity
        self.inputs = inputs
        self.output = self.forward(*inputs)
        return self.output


class MatMul(Op[Tensor], arity=2):
    def forward(self, a, b):
        return a @ b

    def backward(self, grad):
        a, b = self.inputs
        yield grad @ b.T
        yield a.T @ grad


class HalfExp(Op[Tensor]):
    def forward(self, a):
        return torch.exp(a / 2)

    def backward(self, grad):
        yield grad * self.output / 2


class Mul(Op[Tensor], arity=2):
    def forward(self, a, b):
        return a * b

    def backward(self, grad):
        a, b = self.inputs
        yield from (grad * b, grad * a)


def solve(x: Tensor, w_enc: Tensor, w_dec: Tensor, lr: float, seed: int) -> Tensor:
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    enc, std, noise, dec = MatMul(), HalfExp(), Mul(), MatMul()
    mu, lv = enc(x, w_enc).chunk(2, 1)
    xhat = dec(mu + noise(std(lv), eps), w_dec)
    gz, gd = dec.backward(2 / n * (xhat - x))
    gs, _ = noise.backward(gz)
    (glv,) = std.backward(gs)
    _, ge = enc.backward(torch.cat([gz + mu / n, glv + (lv.exp() - 1) / (2 * n)], 1))
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
