# expect: WA
import torch


def solve(logits, labels):
    n = len(logits)
    log_p = torch.log_softmax(logits, dim=0)
    d = log_p.exp()
    d[torch.arange(n), labels] -= 1
    return {"loss": -log_p[torch.arange(n), labels].mean(), "d_logits": d / n}
