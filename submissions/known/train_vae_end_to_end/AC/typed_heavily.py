# expect: AC
from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple, Protocol, TypeAlias, cast

import torch

Matrix: TypeAlias = torch.Tensor
TWO: Final[float] = 2.0


class Gradients(NamedTuple):
    w_enc: Matrix
    w_dec: Matrix


class Update(Protocol):
    def __call__(self, weight: Matrix, gradient: Matrix) -> Matrix: ...


def sgd(lr: float) -> Update:
    def update(weight: Matrix, gradient: Matrix) -> Matrix:
        return weight - lr * gradient

    return update


def gradients(x: Matrix, w_enc: Matrix, w_dec: Matrix, eps: Matrix) -> Gradients:
    n: int = x.shape[0]
    d_z: int = w_dec.shape[0]
    h: Matrix = x @ w_enc
    mu: Matrix = h[:, :d_z]
    log_var: Matrix = h[:, d_z:]
    sigma: Matrix = torch.exp(log_var / TWO)
    z: Matrix = mu + sigma * eps
    d_x_hat: Matrix = TWO / n * (z @ w_dec - x)
    d_latent: Matrix = d_x_hat @ w_dec.T
    d_mu: Matrix = d_latent + mu / n
    d_log_var: Matrix = d_latent * sigma * eps / TWO + (sigma * sigma - 1.0) / (TWO * n)
    return Gradients(w_enc=x.T @ torch.cat([d_mu, d_log_var], dim=1), w_dec=z.T @ d_x_hat)


def solve(x: Matrix, w_enc: Matrix, w_dec: Matrix, lr: float, seed: int) -> Matrix:
    torch.manual_seed(seed)
    eps: Matrix = torch.randn(x.shape[0], w_dec.shape[0])
    g: Gradients = gradients(x, w_enc, w_dec, eps)
    step: Callable[[Matrix, Matrix], Matrix] = cast(Callable[[Matrix, Matrix], Matrix], sgd(lr))
    return torch.cat([step(w_enc, g.w_enc).flatten(), step(w_dec, g.w_dec).flatten()])
