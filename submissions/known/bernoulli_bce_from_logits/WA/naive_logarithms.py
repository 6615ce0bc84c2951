# expect: WA not-finite
import torch


def solve(x, logits):
    p = 1 / (1 + torch.exp(-logits))
    loss = -(x * torch.log(p) + (1 - x) * torch.log(1 - p)).sum(dim=1).mean()
    return {"loss": loss, "d_logits": (p - x) / len(x)}
