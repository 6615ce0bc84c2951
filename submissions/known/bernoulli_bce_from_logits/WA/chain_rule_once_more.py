# expect: WA
import torch


def solve(x, logits):
    n = len(x)
    p = torch.sigmoid(logits)
    loss = (torch.logaddexp(logits, torch.zeros_like(logits)) - x * logits).sum() / n
    # p - x is the derivative by p, then through the sigmoid
    return {"loss": loss, "d_logits": (p - x) / n * p * (1 - p)}
