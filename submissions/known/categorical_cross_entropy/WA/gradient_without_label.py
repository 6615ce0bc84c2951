# expect: WA
import torch


def solve(logits, labels):
    n = len(logits)
    log_p = torch.log_softmax(logits, dim=1)
    return {"loss": -log_p.gather(1, labels[:, None]).mean(), "d_logits": log_p.exp() / n}
