from __future__ import annotations
from dataclasses import dataclass, field, replace, astuple
import torch
from torch import Tensor

@dataclass(frozen=True, slots=True)
class Weights:
    enc: Tensor
    dec: Tensor
    name: str = field(default="w", compare=False)
    def __sub__(self, other: Weights) -> Weights:
        return replace(self, enc=self.enc - other.enc, dec=self.dec - other.dec)
    def __rmul__(self, c: float) -> Weights:
        return replace(self, enc=c * self.enc, dec=c * self.dec)
    def flat(self) -> Tensor:
        return torch.cat([self.enc.flatten(), self.dec.flatten()])

def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(lv / 2)
    z = mu + s * eps
    xh = z @ w_dec
    g = 2 / n * (xh - x)
    gz = g @ w_dec.T
    gmu = gz + mu / n
    glv = gz * s * eps / 2 + (s * s - 1) / (2 * n)
    ge = x.T @ torch.cat([gmu, glv], 1)
    gd = z.T @ g
    return (Weights(w_enc, w_dec) - lr * Weights(ge, gd)).flat()
