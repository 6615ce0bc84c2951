# expect: WA
import torch


def solve(x, w_enc, w_dec, K, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(K, n, k)
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    r = z @ w_dec - x
    log_w = 0.5 * (log_var + eps ** 2 - z ** 2).sum(-1) - 0.5 * (r ** 2).sum(-1)
    s = torch.softmax(log_w, 0).unsqueeze(-1) / n
    d_w_dec = (z.transpose(1, 2) @ (s * r)).sum(0)
    # log q only through z, the score has expectation zero
    d_z = s * (r @ w_dec.T + z - eps / sigma)
    d_h = torch.cat([d_z.sum(0), (0.5 * d_z * sigma * eps).sum(0)], -1)
    return {"d_w_enc": x.T @ d_h, "d_w_dec": d_w_dec}
