import torch


def elbo_loss(x, w_enc, w_dec, eps):
    d_z = w_dec.shape[0]
    h = x @ w_enc
    mu = h[:, :d_z]
    log_var = h[:, d_z:]
    z = mu + torch.exp(0.5 * log_var) * eps
    x_hat = z @ w_dec
    recon = ((x_hat - x) ** 2).sum(dim=-1).mean()
    kl = -0.5 * (1 + log_var - mu**2 - torch.exp(log_var)).sum(dim=-1).mean()
    return recon + kl


def numerical_gradient(f, w, h=1e-5):
    """Wiggle every weight a little up and a little down."""
    grad = torch.zeros_like(w)
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            old = w[i, j].item()
            w[i, j] = old + h
            up = f()
            w[i, j] = old - h
            down = f()
            w[i, j] = old
            grad[i, j] = (up - down) / (2 * h)
    return grad


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0]).double()

    # float64, otherwise the differences are all noise
    x, w_enc, w_dec = x.double(), w_enc.double(), w_dec.double()

    def f():
        return elbo_loss(x, w_enc, w_dec, eps)

    g_enc = numerical_gradient(f, w_enc)
    g_dec = numerical_gradient(f, w_dec)

    w_enc = w_enc - lr * g_enc
    w_dec = w_dec - lr * g_dec
    return torch.cat([w_enc.flatten(), w_dec.flatten()]).float()
