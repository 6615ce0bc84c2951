"""Walk from one data point to another through the latent space of a linear VAE.

Shapes: x_a, x_b (d,), w_enc (d, 2 d_z) with the columns of mu first, w_dec (d_z, d); steps >= 2.
"""

import math
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor


def solve(x_a: Tensor, x_b: Tensor, w_enc: Tensor, w_dec: Tensor, steps: int, path: str) -> dict[str, Any]:
    """Return z (steps, d_z), x_hat (steps, d) and the length of the decoded path."""
    d_z = len(w_dec)
    a, b = (x_a @ w_enc)[:d_z], (x_b @ w_enc)[:d_z]

    # The first point of the walk is a, the last is b.
    t = torch.arange(steps, dtype=a.dtype)[:, None] / (steps - 1)
    if path == "linear":
        z = (1 - t) * a + t * b
    else:
        # Along the great circle between the directions of a and b; sin keeps both ends where they are.
        cosine = (a @ b) / (a.norm() * b.norm())
        angle = math.acos(max(-1.0, min(1.0, cosine.item())))
        z = (torch.sin((1 - t) * angle) * a + torch.sin(t * angle) * b) / math.sin(angle)
    x_hat = z @ w_dec
    return {"z": z, "x_hat": x_hat, "length": ((x_hat[1:] - x_hat[:-1]) ** 2).sum(1).sqrt().sum()}


def oracle(x_a: Tensor, x_b: Tensor, w_enc: Tensor, w_dec: Tensor, steps: int, path: str) -> dict[str, Any]:
    """Find the same point by point; the angle from half-chords of the two directions."""
    a, b = (x @ w_enc[:, : len(w_dec)] for x in (x_a, x_b))
    u, v = a / a.norm(), b / b.norm()
    angle = 2 * math.atan2((u - v).norm().item(), (u + v).norm().item())
    points = []
    for i in range(steps):
        t = i / (steps - 1)
        if path == "linear":
            points.append(a + t * (b - a))
        else:
            points.append(
                math.sin((1 - t) * angle) / math.sin(angle) * a + math.sin(t * angle) / math.sin(angle) * b
            )
    decoded = [point @ w_dec for point in points]
    length = sum(torch.dist(p, q) for p, q in pairwise(decoded))
    return {"z": torch.stack(points), "x_hat": torch.stack(decoded), "length": length}
