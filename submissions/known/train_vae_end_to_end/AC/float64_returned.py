# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0]).double()  # drawn in float32, then widened
    x, w_enc, w_dec = x.double(), w_enc.double(), w_dec.double()
    n, k = eps.shape
    mu, lv = (x @ w_enc).chunk(2, dim=-1)
    sigma = (lv * 0.5).exp()
    z = mu + sigma * eps
    g = 2 * (z @ w_dec - x) / n
    gz = g @ w_dec.T
    gh = torch.hstack([gz + mu / n, gz * sigma * eps * 0.5 + (lv.exp() - 1) / n / 2])
    return torch.cat([(w_enc - lr * (x.T @ gh)).ravel(), (w_dec - lr * (z.T @ g)).ravel()])
