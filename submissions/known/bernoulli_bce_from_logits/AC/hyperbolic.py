# expect: AC
import math

import torch


def solve(x, logits):
    """p = (1 + tanh(a/2)) / 2 and log(1 + e^a) = a/2 + log(2 cosh(a/2)), symmetric in a."""
    half = logits.double() / 2
    size = half.abs()
    log_2_cosh = size + torch.log1p(torch.exp(-2 * size))
    loss = ((1 - 2 * x.double()) * half + log_2_cosh).sum(1).mean()
    return {"loss": loss, "d_logits": ((1 + torch.tanh(half)) / 2 - x) / len(x)}
