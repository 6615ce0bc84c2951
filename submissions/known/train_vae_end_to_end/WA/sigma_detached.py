# expect: WA
import torch

def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    noise = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    sigma = torch.exp(0.5 * lv)
    z = mu + sigma.detach() * noise
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    # the noise is random, no gradient goes through it: log_var only sees the KL
    gh = torch.cat([gz + mu / n, (lv.exp() - 1) / (2 * n)], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
