"""Programs for the first problem: one skeleton, and what a student may write in its place."""

REFERENCE_BODY = """\
import numpy as np
import torch


def draw(x, w_dec, seed):
    torch.manual_seed(seed)
    return torch.randn(x.shape[0], w_dec.shape[0])


def solve(x, w_enc, w_dec, lr, seed):
    eps = draw(x, w_dec, seed)
{body}
    return {result}
"""

PLAIN = """\
    N, d_z = eps.shape
    mu, log_var = (x @ w_enc).chunk(2, dim=1)
    sigma = (log_var / 2).exp()
    z = mu + sigma * eps
    g = 2 / N * (z @ w_dec - x)
    g_dec = z.T @ g
    g_z = g @ w_dec.T
    g_mu = g_z + mu / N
    g_log_var = g_z * sigma * eps / 2 + (sigma**2 - 1) / (2 * N)
    g_enc = x.T @ torch.cat([g_mu, g_log_var], dim=1)"""

EINSUM = """\
    N, k = eps.shape
    h = torch.einsum("nd,dk->nk", x, w_enc)
    mu, log_var = h[:, :k], h[:, k:]
    var = log_var.exp()
    z = torch.addcmul(mu, var.sqrt(), eps)
    r = torch.einsum("nk,kd->nd", z, w_dec) - x
    g_dec = torch.einsum("nk,nd->kd", z, r) * (2 / N)
    g_z = torch.einsum("nd,kd->nk", r, w_dec) * (2 / N)
    g_h = torch.cat([g_z + mu / N, 0.5 * g_z * (z - mu) + 0.5 * torch.expm1(log_var) / N], dim=1)
    g_enc = torch.einsum("nd,nk->dk", x, g_h)"""

PER_SAMPLE = """\
    N, k = eps.shape
    g_enc, g_dec = torch.zeros_like(w_enc), torch.zeros_like(w_dec)
    for row, noise in zip(x, eps):
        h = w_enc.T @ row
        mu, log_var = h[:k], h[k:]
        sigma = torch.exp(0.5 * log_var)
        z = mu + sigma * noise
        g = 2 * (w_dec.T @ z - row)
        g_dec += torch.outer(z, g) / N
        g_z = w_dec @ g
        g_h = torch.cat([g_z + mu, 0.5 * g_z * sigma * noise + 0.5 * (log_var.exp() - 1)])
        g_enc += torch.outer(row, g_h) / N"""

NUMPY = """\
    N, k = eps.shape
    eps, x, w_enc, w_dec = eps.numpy(), x.numpy(), w_enc.numpy(), w_dec.numpy()
    h = x @ w_enc
    mu, log_var = h[:, :k], h[:, k:]
    sigma = np.exp(log_var / 2)
    z = mu + sigma * eps
    g = 2 / N * (z @ w_dec - x)
    g_dec = z.T @ g
    g_z = g @ w_dec.T
    g_enc = x.T @ np.hstack([g_z + mu / N, g_z * sigma * eps / 2 + (sigma * sigma - 1) / (2 * N)])"""

DOUBLE = "    x, w_enc, w_dec, eps = x.double(), w_enc.double(), w_dec.double(), eps.double()\n" + PLAIN

FLAT = "torch.cat([(w_enc - lr * g_enc).flatten(), (w_dec - lr * g_dec).flatten()])"
NUMPY_FLAT = (
    "np.concatenate([(w_enc - np.float32(lr) * g_enc).ravel(), (w_dec - np.float32(lr) * g_dec).ravel()])"
)


def program(body: str = PLAIN, result: str = FLAT) -> str:
    """A whole submission."""
    return REFERENCE_BODY.format(body=body, result=result)


def changed(old: str, new: str) -> str:
    """The plain program with one mistake in it."""
    assert PLAIN.count(old) == 1, old
    return program(PLAIN.replace(old, new))


#: Equal programs: five ways to write the same step.
EQUAL = {
    "plain": program(),
    "einsum": program(EINSUM),
    "per-sample": program(PER_SAMPLE),
    "numpy": program(NUMPY, NUMPY_FLAT),
    "float64-inside": program(DOUBLE, FLAT + ".float()"),
    "float64-out": program(DOUBLE),
}
