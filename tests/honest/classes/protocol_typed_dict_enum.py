from __future__ import annotations

import enum
from typing import Final, Literal, Protocol, TypedDict, runtime_checkable

import torch

Kind = Literal["encoder", "decoder"]
HALF: Final = 0.5


class Part(enum.Enum):
    MU = 0
    LOG_VAR = 1

    def of(self, h: torch.Tensor) -> torch.Tensor:
        return h.chunk(2, dim=1)[self.value]


class Weights(TypedDict):
    encoder: torch.Tensor
    decoder: torch.Tensor


@runtime_checkable
class Differentiable(Protocol):
    def backward(self, grad: torch.Tensor) -> Weights: ...


class Vae:
    def __init__(self, weights: Weights, eps: "torch.Tensor") -> None:
        self.weights, self.eps = weights, eps

    def forward(self, x: "torch.Tensor") -> "torch.Tensor":
        h = x @ self.weights["encoder"]
        self.x, self.mu, self.lv = x, Part.MU.of(h), Part.LOG_VAR.of(h)
        self.std = torch.exp(HALF * self.lv)
        self.z = self.mu + self.std * self.eps
        return self.z @ self.weights["decoder"]

    def backward(self, grad: torch.Tensor) -> Weights:
        n = len(grad)
        back = grad @ self.weights["decoder"].T
        halves = {Part.MU: back + self.mu / n,
                  Part.LOG_VAR: HALF * (back * self.std * self.eps + (self.std.square() - 1) / n)}
        return Weights(encoder=self.x.T @ torch.cat([halves[p] for p in Part], 1), decoder=self.z.T @ grad)


def solve(x: torch.Tensor, w_enc: torch.Tensor, w_dec: torch.Tensor, lr: float, seed: int) -> torch.Tensor:
    torch.manual_seed(seed)
    weights: Weights = {"encoder": w_enc, "decoder": w_dec}
    vae = Vae(weights, torch.randn(len(x), len(w_dec)))
    assert isinstance(vae, Differentiable)
    grads = vae.backward(2 / len(x) * (vae.forward(x) - x))
    kinds: tuple[Kind, ...] = ("encoder", "decoder")
    return torch.cat([(weights[kind] - lr * grads[kind]).flatten() for kind in kinds])
