"""A whole training run of a small VAE: batches, a hand-derived gradient at every step, and Adam.

Shapes: data (n, d), noise (steps, B, d_z), permutations (E, n) int64, with E epochs of S = ceil(n / B) steps.
params: W1e (d, h) b1e (h,) W2e (h, h) b2e (h,) Wmu (h, d_z) bmu (d_z,) Wlv (h, d_z) blv (d_z,)
        W1d (d_z, h) b1d (h,) W2d (h, h) b2d (h,) Wout (h, d) bout (d,). Every layer acts on rows: x W + b.
"""

from typing import Any

import torch
from torch import Tensor

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8


def batch_of(data: Tensor, noise: Tensor, permutations: Tensor, s: int) -> tuple[Tensor, Tensor]:
    """Return the rows and the noise of step s; the last batch of an epoch may be shorter."""
    n, B = len(data), noise.shape[1]
    S = -(-n // B)
    epoch, place = divmod(s, S)
    rows = permutations[epoch, place * B : place * B + B]
    return data[rows], noise[s, : len(rows)]


def loss_and_gradient(
    x: Tensor, eps: Tensor, p: dict[str, Tensor], beta: float, sigma2: float
) -> tuple[Tensor, dict[str, Tensor]]:
    """Return the loss of one batch x (N, d) with noise eps (N, d_z), and its gradient by every parameter."""
    N = len(x)

    # Forward: two tanh layers, two linear heads, one draw, two tanh layers and a linear output.
    h1 = torch.tanh(x @ p["W1e"] + p["b1e"])
    h2 = torch.tanh(h1 @ p["W2e"] + p["b2e"])
    mu = h2 @ p["Wmu"] + p["bmu"]
    log_var = h2 @ p["Wlv"] + p["blv"]
    sigma = torch.exp(log_var / 2)
    z = mu + sigma * eps
    k1 = torch.tanh(z @ p["W1d"] + p["b1d"])
    k2 = torch.tanh(k1 @ p["W2d"] + p["b2d"])
    x_hat = k2 @ p["Wout"] + p["bout"]

    r = x_hat - x
    recon = (r**2).sum() / (2 * sigma2 * N)
    kl = (mu**2 + sigma**2 - log_var - 1).sum() / (2 * N)

    # Backward; g_a stands for d loss / d a. tanh' = 1 - tanh^2, and a layer y = x W + b gives
    # x^T g to W, the sum of g over the rows to b, and g W^T to x.
    g = {}

    def through(name: str, entering: Tensor, arriving: Tensor) -> Tensor:
        g["W" + name], g["b" + name] = entering.T @ arriving, arriving.sum(0)
        return arriving @ p["W" + name].T

    g_k2 = through("out", k2, r / (sigma2 * N))
    g_k1 = through("2d", k1, g_k2 * (1 - k2**2))
    g_z = through("1d", z, g_k1 * (1 - k1**2))

    g_mu = g_z + beta * mu / N
    g_log_var = g_z * eps * sigma / 2 + beta * (sigma**2 - 1) / (2 * N)
    g_h2 = through("mu", h2, g_mu) + through("lv", h2, g_log_var)
    g_h1 = through("2e", h1, g_h2 * (1 - h2**2))
    through("1e", x, g_h1 * (1 - h1**2))
    return recon + beta * kl, g


def solve(
    data: Tensor,
    params: dict[str, Tensor],
    noise: Tensor,
    permutations: Tensor,
    lr: float,
    beta: float,
    sigma2: float,
    steps: int,
) -> dict[str, Any]:
    """Return the loss before each update, (steps,), and the parameters after the last."""
    p = dict(params)
    m = {name: torch.zeros_like(value) for name, value in p.items()}
    v = {name: torch.zeros_like(value) for name, value in p.items()}
    losses = []
    for s in range(steps):
        x, eps = batch_of(data, noise, permutations, s)
        loss, g = loss_and_gradient(x, eps, p, beta, sigma2)
        losses.append(loss)
        t = s + 1
        for name in list(p):
            # Adam: running means of the gradient and of its square, each divided by the weight it has gathered.
            m[name] = BETA_1 * m[name] + (1 - BETA_1) * g[name]
            v[name] = BETA_2 * v[name] + (1 - BETA_2) * g[name] ** 2
            m_hat = m[name] / (1 - BETA_1**t)
            v_hat = v[name] / (1 - BETA_2**t)
            p[name] = p[name] - lr * m_hat / (torch.sqrt(v_hat) + EPSILON)
    return {"loss": torch.stack(losses), "params": p}


def oracle(
    data: Tensor,
    params: dict[str, Tensor],
    noise: Tensor,
    permutations: Tensor,
    lr: float,
    beta: float,
    sigma2: float,
    steps: int,
) -> dict[str, Any]:
    """Train the same network with autograd, torch.distributions and torch.optim.Adam."""
    from torch.distributions import Normal, kl_divergence
    from torch.nn.functional import linear

    p = {name: value.clone().requires_grad_() for name, value in params.items()}
    adam = torch.optim.Adam(list(p.values()), lr=lr, betas=(BETA_1, BETA_2), eps=EPSILON)
    order = torch.cat(
        [torch.cat([rows, rows.new_full((-len(rows) % noise.shape[1],), -1)]) for rows in permutations]
    )

    def layer(x: Tensor, name: str) -> Tensor:
        return linear(x, p["W" + name].T, p["b" + name])

    losses = []
    with torch.enable_grad():
        for eps, rows in zip(noise, order.split(noise.shape[1]), strict=False):
            kept = rows[rows >= 0]
            x = data[kept]
            h = layer(layer(x, "1e").tanh(), "2e").tanh()
            q = Normal(layer(h, "mu"), (layer(h, "lv") / 2).exp())
            z = q.loc + q.scale * eps[: len(kept)]
            x_hat = layer(layer(layer(z, "1d").tanh(), "2d").tanh(), "out")
            # A Gaussian's log-density without its constant is minus the squared error over 2 sigma2.
            errors = (x_hat - x).square().sum(1) / (2 * sigma2)
            divergence = kl_divergence(q, Normal(torch.zeros_like(z), torch.ones_like(z))).sum(1)
            loss = (errors + beta * divergence).mean()
            adam.zero_grad()
            loss.backward()
            adam.step()
            losses.append(loss.detach())
            if len(losses) == steps:
                break
    return {"loss": torch.stack(losses), **{f"params/{name}": value.detach() for name, value in p.items()}}
