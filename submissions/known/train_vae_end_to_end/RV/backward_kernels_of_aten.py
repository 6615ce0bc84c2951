# expect: RV gradient-kernels
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    # the derivative of the squared error, from the library (2 = sum)
    g = torch.ops.aten.mse_loss_backward(torch.tensor(1.0 / n), z @ w_dec, x, 2)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (s * s - 1) / (2 * n)], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
