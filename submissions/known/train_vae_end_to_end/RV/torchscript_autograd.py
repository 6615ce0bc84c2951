# expect: RV autograd
from typing import List, Optional

import torch


@torch.jit.script
def gradients(a: torch.Tensor, b: torch.Tensor, x: torch.Tensor, eps: torch.Tensor) -> List[Optional[torch.Tensor]]:
    k = b.size(0)
    h = x @ a
    mu, lv = h[:, :k], h[:, k:]
    z = mu + torch.exp(0.5 * lv) * eps
    loss = ((z @ b - x) ** 2).sum() - 0.5 * (1 + lv - mu * mu - torch.exp(lv)).sum()
    return torch.autograd.grad([loss / x.size(0)], [a, b])


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    ga, gb = gradients(w_enc.requires_grad_(), w_dec.requires_grad_(), x, eps)
    return torch.cat([(w_enc - lr * ga).flatten(), (w_dec - lr * gb).flatten()]).detach()
