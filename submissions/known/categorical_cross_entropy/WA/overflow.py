# expect: WA not-finite
import torch


def solve(logits, labels):
    n = len(logits)
    e = torch.exp(logits)
    p = e / e.sum(dim=1, keepdim=True)
    loss = -torch.log(p[torch.arange(n), labels]).mean()
    p[torch.arange(n), labels] -= 1
    return {"loss": loss, "d_logits": p / n}
