# expect: AC
import torch


def _gradients(x, w_enc, w_dec, eps):
    n, k = eps.shape
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    return x.T @ torch.cat([gz + mu / n, gz * s * eps / 2 + (lv.exp() - 1) / (2 * n)], dim=1), z.T @ g


@torch.inference_mode()
def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    with torch.inference_mode(True):
        g_enc, g_dec = _gradients(x, w_enc, w_dec, eps)
    with torch.inference_mode(False):
        # outside the mode, because I once got an error about inference tensors
        return torch.cat([(w_enc - lr * g_enc).flatten(), (w_dec - lr * g_dec).flatten()])
