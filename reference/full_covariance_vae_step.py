"""One step of gradient descent on a VAE whose posterior has a full covariance, every derivative by hand.

Shapes: x (N, d), eps (N, k) with k the latent dimension.
params: W1 (d, h) b1 (h,) Wmu (h, k) bmu (k,) WL (h, k (k + 1) / 2) bL (k (k + 1) / 2,)
        V1 (k, h) c1 (h,) V2 (h, d) c2 (d,). Every layer acts on rows: x W + b.
"""

from typing import Any

import torch
from torch import Tensor


def lower(a: Tensor, k: int) -> Tensor:
    """Return L (N, k, k): the entries of a (N, k (k + 1) / 2) row by row, with exp on the diagonal."""
    rows, columns = torch.tril_indices(k, k)
    L = a.new_zeros(len(a), k, k)
    L[:, rows, columns] = torch.where(rows == columns, torch.exp(a), a)
    return L


def loss(x: Tensor, params: dict[str, Tensor], eps: Tensor) -> Tensor:
    """Return the mean over the batch of squared error plus KL(N(mu, L L^T) || N(0, I)), as the formula says it."""
    p, k = params, eps.shape[1]
    H = torch.tanh(x @ p["W1"] + p["b1"])
    mu, L = H @ p["Wmu"] + p["bmu"], lower(H @ p["WL"] + p["bL"], k)
    z = mu + (L @ eps[:, :, None])[:, :, 0]
    x_hat = torch.tanh(z @ p["V1"] + p["c1"]) @ p["V2"] + p["c2"]
    covariance = L @ L.transpose(1, 2)
    trace = covariance.diagonal(dim1=1, dim2=2).sum(1)
    kl = 0.5 * (trace + (mu**2).sum(1) - k - torch.logdet(covariance))
    return (((x_hat - x) ** 2).sum(1) + kl).mean()


def oracle(x: Tensor, params: dict[str, Tensor], eps: Tensor) -> dict[str, Any]:
    """Return the three numbers that are no gradient, with torch.distributions."""
    from torch.distributions import MultivariateNormal, kl_divergence

    p, k = params, eps.shape[1]
    H = torch.tanh(x @ p["W1"] + p["b1"])
    q = MultivariateNormal(H @ p["Wmu"] + p["bmu"], scale_tril=lower(H @ p["WL"] + p["bL"], k))
    z = q.loc + torch.einsum("nij,nj->ni", q.scale_tril, eps)
    x_hat = torch.tanh(z @ p["V1"] + p["c1"]) @ p["V2"] + p["c2"]
    prior = MultivariateNormal(torch.zeros(k, dtype=x.dtype), torch.eye(k, dtype=x.dtype))
    recon, kl = (x_hat - x).square().sum(1).mean(), kl_divergence(q, prior).mean()
    return {"loss": recon + kl, "recon": recon, "kl": kl, "z": z}


def solve(x: Tensor, params: dict[str, Tensor], eps: Tensor, lr: float) -> dict[str, Any]:
    """Return loss, recon, kl, z and the parameters after one step."""
    p = params
    N, k = eps.shape
    rows, columns = torch.tril_indices(k, k)
    on_diagonal = rows == columns

    # Forward. The entries of a fill L row by row; those on the diagonal are logarithms.
    H = torch.tanh(x @ p["W1"] + p["b1"])
    mu = H @ p["Wmu"] + p["bmu"]
    a = H @ p["WL"] + p["bL"]
    L = lower(a, k)
    z = mu + (L * eps[:, None, :]).sum(2)
    K = torch.tanh(z @ p["V1"] + p["c1"])
    x_hat = K @ p["V2"] + p["c2"]

    # For covariance L L^T the trace is the sum of L^2, and log det is twice the sum of log L_ii = a_ii.
    recon = ((x_hat - x) ** 2).sum() / N
    kl = (0.5 * ((L**2).sum() + (mu**2).sum()) - a[:, on_diagonal].sum()) / N - k / 2

    # Backward; g_u stands for d loss / d u. First the decoder, down to z.
    g_x_hat = 2 / N * (x_hat - x)
    g_b = (g_x_hat @ p["V2"].T) * (1 - K**2)
    g_z = g_b @ p["V1"].T

    # z = mu + L eps, so L_ij hears g_z_i eps_j; from the divergence it hears L_ij / N.
    g_mu = g_z + mu / N
    g_L = g_z[:, :, None] * eps[:, None, :] + L / N
    # On the diagonal L_ii = exp(a_ii): times L_ii, and minus 1/N for the logarithm of the determinant.
    g_L = g_L[:, rows, columns]
    g_a = torch.where(on_diagonal, g_L * L[:, rows, columns] - 1 / N, g_L)

    g_u = (g_mu @ p["Wmu"].T + g_a @ p["WL"].T) * (1 - H**2)
    g = {
        "W1": x.T @ g_u,
        "b1": g_u.sum(0),
        "Wmu": H.T @ g_mu,
        "bmu": g_mu.sum(0),
        "WL": H.T @ g_a,
        "bL": g_a.sum(0),
        "V1": z.T @ g_b,
        "c1": g_b.sum(0),
        "V2": K.T @ g_x_hat,
        "c2": g_x_hat.sum(0),
    }
    moved = {name: p[name] - lr * g[name] for name in p}
    return {"loss": recon + kl, "recon": recon, "kl": kl, "z": z, "params": moved}
