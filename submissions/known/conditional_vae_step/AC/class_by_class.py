# expect: AC
import torch


def solve(x, y, w_enc, w_dec, lr, seed):
    n, d = x.shape
    k = w_enc.shape[1] // 2
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    new_enc, new_dec = w_enc.clone(), w_dec.clone()
    for c in range(y.shape[1]):
        rows = y[:, c] == 1
        if not rows.any():
            continue
        xc, e = x[rows], eps[rows]
        h = xc @ w_enc[:d] + w_enc[d + c]
        mu, s = h[:, :k], torch.exp(h[:, k:] / 2)
        z = mu + s * e
        g = 2 * (z @ w_dec[:k] + w_dec[k + c] - xc) / n
        gz = g @ w_dec[:k].T
        gh = torch.cat([gz + mu / n, gz * s * e / 2 + (s ** 2 - 1) / (2 * n)], 1)
        new_enc[:d] -= lr * xc.T @ gh
        new_enc[d + c] -= lr * gh.sum(0)
        new_dec[:k] -= lr * z.T @ g
        new_dec[k + c] -= lr * g.sum(0)
    return torch.cat([new_enc.flatten(), new_dec.flatten()])
