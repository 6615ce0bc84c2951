"""One step of gradient descent on a small autoencoder, by hand. What the benchmarks judge.

Shapes: x (N, d), encoder (d, k), decoder (k, d).
"""

import torch
from torch import Tensor


def loss(x: Tensor, encoder: Tensor, decoder: Tensor) -> Tensor:
    """Return the squared error of a row, a mean over the batch."""
    return ((torch.tanh(x @ encoder) @ decoder - x) ** 2).sum() / len(x)


def solve(x: Tensor, encoder: Tensor, decoder: Tensor, lr: float) -> dict[str, Tensor]:
    """Return the new encoder (d, k) and decoder (k, d)."""
    code = torch.tanh(x @ encoder)
    residual = code @ decoder - x
    g_out = 2 / len(x) * residual
    g_decoder = code.T @ g_out
    # tanh' = 1 - tanh^2, from the value itself.
    g_code = g_out @ decoder.T * (1 - code**2)
    g_encoder = x.T @ g_code
    return {"encoder": encoder - lr * g_encoder, "decoder": decoder - lr * g_decoder}
