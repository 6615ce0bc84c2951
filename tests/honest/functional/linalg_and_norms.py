import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    h = torch.linalg.matmul(x, w_enc)
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(lv / 2)
    z = mu + s * eps
    r = z @ w_dec - x
    recon = torch.linalg.norm(r) ** 2 / n
    rows = torch.linalg.vector_norm(r, dim=1).square().mean()
    assert torch.isclose(recon, rows, rtol=1e-3)
    gz = 2 / n * (r @ w_dec.mH)
    gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    q, upper = torch.linalg.qr(w_enc.double(), mode="reduced")
    again = (q @ upper).float()          # w_enc once more, up to rounding
    assert torch.allclose(again, w_enc, atol=1e-5)
    return torch.cat([(w_enc - lr * x.mT @ gh).flatten(), (w_dec - lr * 2 / n * z.mT @ r).flatten()])
