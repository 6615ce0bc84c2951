# expect: WA scaled
import torch


def solve(logits, u, temperature, grad_y):
    gumbel = u.log().neg().log().neg()
    a = (logits + gumbel).div(temperature)
    log_y = a - torch.logsumexp(a, dim=-1, keepdim=True)
    y = log_y.exp()
    # d log y_c = da_c - sum_k y_k da_k, and dy = y d log y
    weighted = grad_y * y
    return {"y": y, "d_logits": (weighted - y * weighted.sum(dim=-1, keepdim=True))}
