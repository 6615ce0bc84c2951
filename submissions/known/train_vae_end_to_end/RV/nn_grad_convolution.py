# expect: RV gradient-kernels
import torch
from torch.nn.grad import conv1d_input, conv1d_weight


def solve(x, w_enc, w_dec, lr, seed):
    n, d = x.shape
    k = w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    g = (2 / n * (z @ w_dec - x))[:, :, None]
    # a matrix product is a convolution of width one, and torch knows its gradients
    kernel = w_dec.T[:, :, None]
    g_dec = conv1d_weight(z[:, :, None], kernel.shape, g)[:, :, 0].T
    gz = conv1d_input((n, k, 1), kernel, g)[:, :, 0]
    gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (s * s - 1) / (2 * n)], dim=1)
    g_enc = conv1d_weight(x[:, :, None], (2 * k, d, 1), gh[:, :, None])[:, :, 0].T
    return torch.cat([(w_enc - lr * g_enc).flatten(), (w_dec - lr * g_dec).flatten()])
