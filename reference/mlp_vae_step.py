"""Loss and gradients of a variational autoencoder with two tanh layers each way, every derivative by hand.

Shapes: x (N, d), eps (N, d_z); params W1e (d, h), W2e (h, h), Wmu and Wlv (h, d_z), W1d (d_z, h), W2d (h, h),
Wout (h, d), and for each weight W its bias b, one number to a column.
"""

import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence


def layers(x: Tensor, p: dict[str, Tensor], eps: Tensor) -> tuple[Normal, Tensor]:
    """Return the encoder's Gaussian and the reconstruction, for `loss` and `oracle`."""
    inner = torch.tanh(torch.addmm(p["b2e"], torch.tanh(torch.addmm(p["b1e"], x, p["W1e"])), p["W2e"]))
    log_var = torch.addmm(p["blv"], inner, p["Wlv"])
    q = Normal(torch.addmm(p["bmu"], inner, p["Wmu"]), torch.exp(log_var).sqrt())
    outer = torch.tanh(torch.addmm(p["b1d"], q.mean + q.stddev * eps, p["W1d"]))
    return q, torch.addmm(p["bout"], torch.tanh(torch.addmm(p["b2d"], outer, p["W2d"])), p["Wout"])


def oracle(x: Tensor, params: dict[str, Tensor], eps: Tensor, sigma2: float) -> dict[str, Tensor]:
    """Return the two terms: the divergence from the library, the error as a norm."""
    q, x_hat = layers(x, params, eps)
    kl = kl_divergence(q, Normal(torch.zeros_like(eps), torch.ones_like(eps))).sum() / len(x)
    return {"recon": torch.linalg.matrix_norm(x - x_hat) ** 2 / (2 * sigma2 * len(x)), "kl": kl}


def loss(x: Tensor, params: dict[str, Tensor], eps: Tensor, beta: float, sigma2: float) -> Tensor:
    """Return recon + beta kl, for autograd to differentiate."""
    terms = oracle(x, params, eps, sigma2)
    return terms["recon"] + beta * terms["kl"]


def solve(x: Tensor, params: dict[str, Tensor], eps: Tensor, beta: float, sigma2: float) -> dict[str, Tensor]:
    """Return loss, recon, kl and d_<name> for each of the fourteen parameters."""
    p, N = params, len(x)

    # Encoder: two tanh layers, then two linear heads.
    E1 = torch.tanh(x @ p["W1e"] + p["b1e"])
    E2 = torch.tanh(E1 @ p["W2e"] + p["b2e"])
    mu = E2 @ p["Wmu"] + p["bmu"]
    log_var = E2 @ p["Wlv"] + p["blv"]

    # Sample and decoder: two tanh layers, then a linear one.
    sigma = torch.exp(log_var / 2)
    z = mu + sigma * eps
    D1 = torch.tanh(z @ p["W1d"] + p["b1d"])
    D2 = torch.tanh(D1 @ p["W2d"] + p["b2d"])
    x_hat = D2 @ p["Wout"] + p["bout"]

    recon = ((x_hat - x) ** 2).sum(dim=1).mean() / (2 * sigma2)
    kl = 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1).sum(dim=1).mean()
    loss = recon + beta * kl

    # Backward. g_x_hat is d loss / d x_hat; g_D2 and its like stand for the gradient *before* the tanh of that
    # layer: tanh' = 1 - tanh^2 needs only what the layer put out.
    g_x_hat = (x_hat - x) / (N * sigma2)
    g_D2 = (g_x_hat @ p["Wout"].T) * (1 - D2**2)
    g_D1 = (g_D2 @ p["W2d"].T) * (1 - D1**2)
    g_z = g_D1 @ p["W1d"].T

    # dz/dmu = 1, dz/dlog_var = sigma eps / 2, and the divergence adds its own derivatives, weighed by beta.
    g_mu = g_z + beta * mu / N
    g_log_var = g_z * sigma * eps / 2 + beta * (sigma**2 - 1) / (2 * N)

    # Both heads read the same layer, so what they send back adds up there.
    g_E2 = (g_mu @ p["Wmu"].T + g_log_var @ p["Wlv"].T) * (1 - E2**2)
    g_E1 = (g_E2 @ p["W2e"].T) * (1 - E1**2)

    # Every layer is Y = A W + b: its weights get A^T G, its bias the sum of G over the batch.
    return {
        "loss": loss,
        "recon": recon,
        "kl": kl,
        "d_W1e": x.T @ g_E1,
        "d_b1e": g_E1.sum(dim=0),
        "d_W2e": E1.T @ g_E2,
        "d_b2e": g_E2.sum(dim=0),
        "d_Wmu": E2.T @ g_mu,
        "d_bmu": g_mu.sum(dim=0),
        "d_Wlv": E2.T @ g_log_var,
        "d_blv": g_log_var.sum(dim=0),
        "d_W1d": z.T @ g_D1,
        "d_b1d": g_D1.sum(dim=0),
        "d_W2d": D1.T @ g_D2,
        "d_b2d": g_D2.sum(dim=0),
        "d_Wout": D2.T @ g_x_hat,
        "d_bout": g_x_hat.sum(dim=0),
    }
