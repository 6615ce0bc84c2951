# expect: WA degree
import torch


def solve(x, logits):
    p = torch.sigmoid(logits)
    q = p.clamp(1e-7, 1 - 1e-7)
    loss = -(x * q.log() + (1 - x) * (1 - q).log()).sum(1).mean()
    return {"loss": loss, "d_logits": (p - x) / len(x)}
