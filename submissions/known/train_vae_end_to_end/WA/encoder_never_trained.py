# expect: WA unchanged
import torch

def solve(x, w_enc, w_dec, lr, seed):
    d_z = w_dec.shape[0]
    N = x.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    z = mu + torch.exp(0.5 * log_var) * eps
    d_xhat = (2 / N) * (z @ w_dec - x)
    # gradient of the decoder. The encoder comes before the sampling, and sampling
    # has no gradient, so I leave it as it is
    w_dec = w_dec - lr * z.T @ d_xhat
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
