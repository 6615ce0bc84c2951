# expect: WA
import torch


def solve(x, w_enc, w_dec, lr, seed):
    N, d_z = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    mu, log_var = torch.chunk(x @ w_enc, 2, dim=1)
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    dL_dxhat = 2 * (z @ w_dec - x) / N
    dL_dz = dL_dxhat @ w_dec.T
    dL_dmu = dL_dz + mu / N
    dL_dlv = dL_dz * 0.5 * sigma + (torch.exp(log_var) - 1) / (2 * N)
    w_enc = w_enc - lr * (x.T @ torch.cat([dL_dmu, dL_dlv], 1))
    w_dec = w_dec - lr * (z.T @ dL_dxhat)
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
