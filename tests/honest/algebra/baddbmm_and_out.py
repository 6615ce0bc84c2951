import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.empty(n, k)
    torch.randn(n, k, out=eps)
    h = torch.empty(n, 2 * k)
    torch.matmul(x, w_enc, out=h)
    mu, lv = h[:, :k], h[:, k:]
    std = torch.empty_like(eps)
    torch.exp(lv / 2, out=std)
    z = torch.empty_like(eps)
    torch.addcmul(mu, std, eps, out=z)
    g = torch.baddbmm(x[None], z[None], w_dec[None], beta=-1.0)[0]
    g *= 2 / n
    gz = torch.empty_like(z)
    torch.mm(g, w_dec.t(), out=gz)
    gh = torch.empty_like(h)
    torch.add(gz, mu, alpha=1 / n, out=gh[:, :k])
    torch.mul(gz * std, eps / 2, out=gh[:, k:])
    gh[:, k:] += (std ** 2 - 1) / (2 * n)
    out = torch.empty(w_enc.numel() + w_dec.numel())
    out[: w_enc.numel()] = (w_enc - lr * (x.t() @ gh)).reshape(-1)
    out[w_enc.numel():] = (w_dec - lr * (z.t() @ g)).reshape(-1)
    return out
