# expect: AC
import torch


def reconstruction(x, w_enc, w_dec, eps):
    """Gradients of the squared error alone."""
    k = w_dec.shape[0]
    mu, shift = x @ w_enc[:, :k], torch.exp(x @ w_enc[:, k:] / 2) * eps
    r = (mu + shift) @ w_dec - x
    back = r @ w_dec.T * (2 / len(x))
    return torch.hstack([x.T @ back, x.T @ (back * shift) / 2]), (mu + shift).T @ r * (2 / len(x))


def divergence(x, w_enc):
    """The gradient of the divergence alone; it never meets the decoder."""
    k = w_enc.shape[1] // 2
    h = x @ w_enc
    return x.T @ torch.hstack([h[:, :k], torch.expm1(h[:, k:]) / 2]) / len(x)


def solve(x, w_enc, w_dec, lr, beta, seed):
    torch.manual_seed(seed)
    eps = torch.randn(len(x), len(w_dec))
    g_enc, g_dec = reconstruction(x, w_enc, w_dec, eps)
    new_enc = w_enc.sub(g_enc, alpha=lr).sub(divergence(x, w_enc), alpha=lr * beta)
    return torch.hstack([new_enc.reshape(-1), (w_dec - lr * g_dec).reshape(-1)])
