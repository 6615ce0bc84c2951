import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    N, dz = len(x), len(w_dec)
    eps = torch.randn(N, dz)
    w_mu, w_lv = w_enc[:, :dz], w_enc[:, dz:]
    mu, lv = x @ w_mu, x @ w_lv
    sigma = torch.exp(lv / 2)
    z = mu + sigma * eps
    # d recon/dz = 2/N (z V - x) V^T = 2/N (z V V^T - x V^T): with the Gram matrix
    gram = w_dec @ w_dec.T
    dz_ = 2 / N * (z @ gram - x @ w_dec.T)
    d_dec = 2 / N * ((z.T @ z) @ w_dec - z.T @ x)
    d_mu = x.T @ (dz_ + mu / N)
    d_lv = x.T @ (dz_ * sigma * eps / 2 + (sigma.pow(2) - 1) / (2 * N))
    enc = torch.cat([w_mu - lr * d_mu, w_lv - lr * d_lv], dim=1)
    return torch.cat([enc.flatten(), (w_dec - lr * d_dec).flatten()])
