# expect: RTE NameError
import torch


def solve(x, w_enc, w_dec, lr, seed):
    N, d_z = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    sigma = torch.exp(0.5 * logvar)
    z = mu + sigma * eps
    return torch.cat([w_enc.flatten(), (w_dec - lr * z.T @ (z @ w_dec - x)).flatten()])
