# expect: AC
import torch
import torch.nn.functional as F


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    mu = F.linear(x, w_enc[:, :k].T)
    log_var = F.linear(x, w_enc[:, k:].T)
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    x_hat = F.linear(z, w_dec.T)

    # only to look at, the gradients below do not use it
    loss = F.mse_loss(x_hat, x, reduction="sum") / n
    assert torch.isfinite(loss)

    g = 2 / n * (x_hat - x)
    gz = F.linear(g, w_dec)
    gh = torch.cat([gz + mu / n, gz * sigma * eps / 2 + (log_var.exp() - 1) / (2 * n)], dim=1)
    return torch.cat([(w_enc - lr * F.linear(x.T, gh.T)).flatten(), (w_dec - lr * F.linear(z.T, g.T)).flatten()])
