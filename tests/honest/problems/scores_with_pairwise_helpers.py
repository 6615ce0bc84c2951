# problem: anomaly_score_elbo
from functools import partial
from typing import NamedTuple

import torch
from torch import Tensor


class Encoded(NamedTuple):
    mu: Tensor
    log_var: Tensor


def encode(x: Tensor, w: Tensor) -> Encoded:
    return Encoded(*(x @ w).chunk(2, dim=-1))


def decode(z: Tensor, w: Tensor) -> Tensor:
    return z @ w


def solve(x, w_enc, w_dec, eps, threshold):
    tape = []  # what I did, for the print-out
    q = encode(x, w_enc)
    dec = partial(decode, w=w_dec)
    recon = torch.stack(
        [((dec(q.mu + torch.exp(0.5 * q.log_var) * e) - x) ** 2).sum(-1) for e in eps]
    ).mean(0)
    tape.append(("recon", tuple(recon.shape)))
    kl = -0.5 * (1 + q.log_var - q.mu.square() - q.log_var.exp()).sum(-1)
    tape.append(("kl", tuple(kl.shape)))
    score = recon + kl
    for step in tape:
        print(*step)
    return {"score": score, "flagged": score > threshold, "worst": score.argmax()}
