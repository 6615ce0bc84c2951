# expect: AC
import torch


def solve(logits, labels):
    n = logits.shape[0]
    log_p = torch.log_softmax(logits, dim=-1)
    target = torch.zeros_like(log_p).scatter_(1, labels[:, None], 1.0)
    return {"loss": -torch.einsum("nc,nc->", target, log_p) / n, "d_logits": (log_p.exp() - target) / n}
