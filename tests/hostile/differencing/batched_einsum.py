# expect: TLE,RV,MLE
# slow
import torch


def solve(x, w_enc, w_dec, lr, seed):
    """All parameters of a block at once, the loss by batched products."""
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k).double()
    x, E, D = x.double(), w_enc.double(), w_dec.double()
    size = E.numel()

    def losses(v):
        e, d = v[:, :size].reshape(-1, *E.shape), v[:, size:].reshape(-1, *D.shape)
        h = torch.einsum("nd,bdk->bnk", x, e)
        mu, lv = h[..., :k], h[..., k:]
        z = mu + torch.exp(lv / 2) * eps
        r = torch.einsum("bnk,bkd->bnd", z, d) - x
        return (r**2).sum((1, 2)) / n + 0.5 * (mu**2 + lv.exp() - lv - 1).sum((1, 2)) / n

    flat = torch.cat([E.flatten(), D.flatten()])
    grad = torch.empty_like(flat)
    for start in range(0, len(flat), 64):
        rows = torch.arange(start, min(start + 64, len(flat)))
        step = torch.zeros(len(rows), len(flat), dtype=torch.float64)
        step[torch.arange(len(rows)), rows] = 1e-5
        grad[rows] = (losses(flat + step) - losses(flat - step)) / 2e-5
    return flat - lr * grad
