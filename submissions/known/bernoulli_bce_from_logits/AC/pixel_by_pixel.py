# expect: AC
from math import exp, log1p

import torch


def softplus(a):
    return a + log1p(exp(-a)) if a > 0 else log1p(exp(a))


def solve(x, logits):
    n = len(x)
    loss, grad = 0.0, torch.zeros_like(logits)
    for i, (targets, row) in enumerate(zip(x.tolist(), logits.tolist())):
        for j, (t, a) in enumerate(zip(targets, row)):
            loss += t * softplus(-a) + (1 - t) * softplus(a)
            grad[i, j] = (exp(-softplus(-a)) - t) / n
    return {"loss": loss / n, "d_logits": grad}
