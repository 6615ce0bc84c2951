"""A second opinion on every problem: what `solve` should answer, in float64, by other means than the references.

Each function has the name of its problem and the arguments of its `solve`: arrays as float64 tensors (indices int64),
groups as dicts of them, scalars as Python's. Densities come from `torch.distributions`, gradients from autograd, Adam
from `torch.optim`, so that no derivation is repeated here. A single tensor, scalar or flat answer is returned bare,
anything else as a dict of its parts, groups nested.

The functions were written from the table of the curriculum, not from the statements; the five problems that the
table leaves open, from their statements alone.
"""

import math
import statistics
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.distributions import Independent, MultivariateNormal, Normal, kl_divergence
from torch.nn import functional

Group = dict[str, Tensor]


def density(mu: Tensor, log_var: Tensor) -> Independent:
    """The diagonal Gaussian over the last axis."""
    return Independent(Normal(mu, torch.exp(log_var / 2)), 1)


def standard(like: Tensor) -> Independent:
    """The standard normal over the last axis."""
    return density(torch.zeros_like(like), torch.zeros_like(like))


def draw(seed: int, *shape: int) -> Tensor:
    """The one draw of a problem with a seed: float32, as a learner makes it."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)).double()


def gradients(scalar: Tensor, of: Group) -> Group:
    """d_NAME for every leaf."""
    found = torch.autograd.grad(scalar, list(of.values()))
    return {f"d_{name}": gradient for name, gradient in zip(of, found, strict=True)}


def leaves(**tensors: Tensor) -> Group:
    """Copies that remember what is done with them."""
    return {name: tensor.clone().requires_grad_() for name, tensor in tensors.items()}


def descend(params: Group, loss: Tensor, lr: float) -> Group:
    """The parameters after one step of gradient descent."""
    optimiser = torch.optim.SGD(params.values(), lr=lr)
    loss.backward()
    optimiser.step()
    return {name: value.detach() for name, value in params.items()}


def surprise(x: Tensor, logits: Tensor) -> Tensor:
    """The binary cross-entropy of every pixel. `binary_cross_entropy_with_logits` loses the digits of small ones."""
    return -(x * functional.logsigmoid(logits) + (1 - x) * functional.logsigmoid(-logits))


# Densities and divergences.


def gaussian_pdf(x: Tensor, mu: Tensor, sigma: Tensor) -> Tensor:
    rows = zip(x.tolist(), mu.tolist(), sigma.tolist(), strict=True)
    densities = [statistics.NormalDist(mean, width).pdf(at) for at, mean, width in rows]
    return torch.tensor(densities, dtype=torch.float64)


def gaussian_log_density(x: Tensor, mu: Tensor, log_var: Tensor) -> Tensor:
    return density(mu, log_var).log_prob(x)


def jensen_gap(samples: Tensor) -> float:
    values = samples.tolist()
    return math.log(statistics.fmean(values) / statistics.geometric_mean(values))


def kl_diag_gaussian(mu: Tensor, log_var: Tensor) -> Tensor:
    return kl_divergence(density(mu, log_var), standard(mu))


def kl_diag_gaussian_grad(mu: Tensor, log_var: Tensor) -> Group:
    of = leaves(mu=mu, log_var=log_var)
    return gradients(kl_diag_gaussian(**of).mean(), of)


def kl_between_gaussians(mu_q: Tensor, log_var_q: Tensor, mu_p: Tensor, log_var_p: Tensor) -> Group:
    q, p = density(mu_q, log_var_q), density(mu_p, log_var_p)
    return {"kl_qp": kl_divergence(q, p), "kl_pq": kl_divergence(p, q)}


def kl_full_covariance(mu_q: Tensor, L_q: Tensor, mu_p: Tensor, L_p: Tensor) -> Tensor:  # noqa: N803 - as in `solve`
    q, p = MultivariateNormal(mu_q, scale_tril=L_q), MultivariateNormal(mu_p, scale_tril=L_p)
    return kl_divergence(q, p)


def gaussian_nll_fixed_variance(x: Tensor, mu: Tensor, sigma2: float) -> Tensor:
    return -density(mu, torch.full_like(mu, math.log(sigma2))).log_prob(x)


def gaussian_nll_learned_variance(x: Tensor, mu: Tensor, log_var: Tensor) -> Group:
    of = leaves(mu=mu, log_var=log_var)
    loss = -density(**of).log_prob(x).mean()
    return {"loss": loss, **gradients(loss, of)}


def bernoulli_bce_from_logits(x: Tensor, logits: Tensor) -> Group:
    of = leaves(logits=logits)
    loss = surprise(x, of["logits"]).sum(1).mean()
    return {"loss": loss, **gradients(loss, of)}


def categorical_cross_entropy(logits: Tensor, labels: Tensor) -> Group:
    of = leaves(logits=logits)
    loss = functional.cross_entropy(of["logits"], labels)
    return {"loss": loss, **gradients(loss, of)}


# Samples and estimates.


def reparameterize(mu: Tensor, log_var: Tensor, grad_z: Tensor, seed: int) -> Group:
    of = leaves(mu=mu, log_var=log_var)
    z = of["mu"] + torch.exp(of["log_var"] / 2) * draw(seed, *mu.shape)
    return {"z": z, **gradients((z * grad_z).sum(), of)}


def monte_carlo_second_moment(mu: float, sigma: float, n: int, seed: int) -> float:
    return statistics.fmean((mu + sigma * eps) ** 2 for eps in draw(seed, n).tolist())


def score_function_gradient(
    mu: Tensor, log_var: Tensor, a: Tensor, n: int, seed: int, baseline: str
) -> Group:
    z = mu + torch.exp(log_var / 2) * draw(seed, n, len(mu))
    f = (z - a).square().sum(1)
    others = ~torch.eye(n, dtype=torch.bool)
    taken_off = {
        "none": lambda: torch.zeros(n),
        "mean": lambda: f.mean().expand(n),
        "leave_one_out": lambda: torch.stack([f[row].mean() for row in others]),
    }[baseline]()
    of = leaves(mu=mu, log_var=log_var)
    return gradients(((f - taken_off) * density(**of).log_prob(z)).mean(), of)


def toy_vae_loss(x: Tensor, mu: Tensor, log_var: Tensor, eps: Tensor, W: Tensor, b: Tensor) -> Group:  # noqa: N803 - as in `solve`
    z = mu + torch.exp(log_var / 2) * eps
    logits = z @ W + b
    recon = surprise(x, logits).sum()
    kl = kl_diag_gaussian(mu, log_var)
    return {"z": z, "x_hat": torch.sigmoid(logits), "recon": recon, "kl": kl, "total": recon + kl}


# The linear model.


def linear_terms(x: Tensor, w_enc: Tensor, w_dec: Tensor, eps: Tensor) -> tuple[Tensor, Tensor]:
    """Squared error and divergence of every row; the samples of an `eps` with three axes are averaged."""
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    x_hat = (mu + torch.exp(log_var / 2) * eps) @ w_dec
    error = (x_hat - x).square().sum(-1)
    return error.mean(0) if eps.ndim == 3 else error, kl_diag_gaussian(mu, log_var)


def elbo_linear_vae(x: Tensor, w_enc: Tensor, w_dec: Tensor, seed: int) -> Group:
    recon, kl = (term.mean() for term in linear_terms(x, w_enc, w_dec, draw(seed, len(x), len(w_dec))))
    return {"recon": recon, "kl": kl, "loss": recon + kl}


def elbo_monte_carlo(x: Tensor, w_enc: Tensor, w_dec: Tensor, L: int, seed: int) -> Tensor:  # noqa: N803 - as in `solve`
    recon, kl = linear_terms(x, w_enc, w_dec, draw(seed, L, len(x), len(w_dec)))
    return (recon + kl).mean()


def anomaly_score_elbo(
    x: Tensor, w_enc: Tensor, w_dec: Tensor, eps: Tensor, threshold: float
) -> dict[str, Any]:
    recon, kl = linear_terms(x, w_enc, w_dec, eps)
    score = recon + kl
    return {"score": score, "flagged": score > threshold, "worst": score.argmax()}


def beta_vae_step(x: Tensor, w_enc: Tensor, w_dec: Tensor, lr: float, beta: float, seed: int) -> Tensor:
    params = leaves(w_enc=w_enc, w_dec=w_dec)
    recon, kl = linear_terms(x, **params, eps=draw(seed, len(x), len(w_dec)))
    moved = descend(params, (recon + beta * kl).mean(), lr)
    return torch.cat([value.flatten() for value in moved.values()])


def train_vae_end_to_end(x: Tensor, w_enc: Tensor, w_dec: Tensor, lr: float, seed: int) -> Tensor:
    return beta_vae_step(x, w_enc, w_dec, lr, 1.0, seed)


def conditional_vae_step(x: Tensor, y: Tensor, w_enc: Tensor, w_dec: Tensor, lr: float, seed: int) -> Tensor:
    params = leaves(w_enc=w_enc, w_dec=w_dec)
    mu, log_var = (torch.hstack([x, y]) @ params["w_enc"]).chunk(2, dim=1)
    z = mu + torch.exp(log_var / 2) * draw(seed, *mu.shape)
    error = (torch.hstack([z, y]) @ params["w_dec"] - x).square().sum(1)
    moved = descend(params, (error + kl_diag_gaussian(mu, log_var)).mean(), lr)
    return torch.cat([value.flatten() for value in moved.values()])


def iwae_bound(x: Tensor, w_enc: Tensor, w_dec: Tensor, K: int, seed: int) -> Tensor:  # noqa: N803 - as in `solve`
    mu, log_var = (x @ w_enc).chunk(2, dim=1)
    z = mu + torch.exp(log_var / 2) * draw(seed, K, *mu.shape)
    x_hat = z @ w_dec
    decoder = density(x_hat, torch.zeros_like(x_hat)).log_prob(x)
    log_w = decoder + standard(z).log_prob(z) - density(mu, log_var).log_prob(z)
    return (torch.logsumexp(log_w, 0) - math.log(K)).mean()


def iwae_grad(x: Tensor, w_enc: Tensor, w_dec: Tensor, K: int, seed: int) -> Group:  # noqa: N803 - as in `solve`
    of = leaves(w_enc=w_enc, w_dec=w_dec)
    return gradients(-iwae_bound(x, **of, K=K, seed=seed), of)


def latent_interpolation(
    x_a: Tensor, x_b: Tensor, w_enc: Tensor, w_dec: Tensor, steps: int, path: str
) -> Group:
    a, b = (torch.stack([x_a, x_b]) @ w_enc)[:, : len(w_dec)]
    t = torch.linspace(0, 1, steps, dtype=torch.float64)[:, None]
    angle = torch.acos(functional.cosine_similarity(a, b, dim=0)) if path == "spherical" else None
    share = (lambda s: s) if angle is None else (lambda s: torch.sin(s * angle) / torch.sin(angle))
    z = share(1 - t) * a + share(t) * b
    x_hat = z @ w_dec
    return {"z": z, "x_hat": x_hat, "length": x_hat.diff(dim=0).norm(dim=1).sum()}


def generate_from_prior(w_dec: Tensor, b: Tensor, n: int, temperature: float, seed: int) -> Group:
    z = temperature * draw(seed, n, len(w_dec))
    x_hat = torch.sigmoid(z @ w_dec + b)
    spread, average = torch.std_mean(x_hat, dim=0, correction=0)
    return {"z": z, "x_hat": x_hat, "average": average, "spread": spread}


# What is done to the divergence.


def kl_annealing_schedule(steps: int, warmup: int, kind: str, cycles: int) -> Tensor:
    def weight(t: int) -> float:
        if kind == "sigmoid":
            return 1 / (1 + math.exp(-10 * (t / warmup - 1 / 2)))
        return min(1.0, (t if kind == "linear" else t % (steps // cycles)) / warmup)

    return torch.tensor([weight(t) for t in range(steps)], dtype=torch.float64)


def free_bits(mu: Tensor, log_var: Tensor, lam: float) -> Group:
    of = leaves(mu=mu, log_var=log_var)
    per_dimension = torch.stack([kl_diag_gaussian(of["mu"][:, [j]], of["log_var"][:, [j]]).mean()
                                 for j in range(mu.shape[1])])  # fmt: skip
    # `where`, and not `maximum`, which halves the gradient where both are equal.
    loss = torch.where(per_dimension > lam, per_dimension, lam).sum()
    return {"loss": loss, **gradients(loss, of)}


def posterior_collapse_active_units(mu: Tensor, log_var: Tensor, threshold: float) -> dict[str, Any]:
    activity = mu.var(dim=0, correction=0)
    kl = kl_divergence(Normal(mu, torch.exp(log_var / 2)), Normal(0.0, 1.0)).mean(0)
    active = activity > threshold
    return {"activity": activity, "kl": kl, "active": active, "count": active.sum()}


def gumbel_softmax_grad(logits: Tensor, u: Tensor, temperature: float, grad_y: Tensor) -> Group:
    of = leaves(logits=logits)
    y = torch.softmax((of["logits"] - torch.log(-torch.log(u))) / temperature, dim=1)
    return {"y": y, **gradients((y * grad_y).sum(), of)}


# Networks and optimisers.


def mlp_losses(x: Tensor, params: Group, eps: Tensor, beta: float, sigma2: float) -> Group:
    """The three losses of the network with hidden layers."""

    def layer(name: str, rows: Tensor) -> Tensor:
        return functional.linear(rows, params[f"W{name}"].T, params[f"b{name}"])

    hidden = torch.tanh(layer("2e", torch.tanh(layer("1e", x))))
    mu, log_var = layer("mu", hidden), layer("lv", hidden)
    z = mu + torch.exp(log_var / 2) * eps
    x_hat = layer("out", torch.tanh(layer("2d", torch.tanh(layer("1d", z)))))
    recon = (x_hat - x).square().sum(1).mean() / (2 * sigma2)
    kl = kl_diag_gaussian(mu, log_var).mean()
    return {"loss": recon + beta * kl, "recon": recon, "kl": kl}


def mlp_vae_step(x: Tensor, params: Group, eps: Tensor, beta: float, sigma2: float) -> Group:
    of = leaves(**params)
    losses = mlp_losses(x, of, eps, beta, sigma2)
    return {**losses, **gradients(losses["loss"], of)}


def adam_step(params: Group, grads: Group, m: Group, v: Group, t: int, lr: float) -> dict[str, Group]:
    of = leaves(**params)
    optimiser = torch.optim.Adam(of.values(), lr=lr, betas=(0.9, 0.999), eps=1e-8, foreach=False)
    for name, value in of.items():
        value.grad = grads[name].clone()
        # A fresh state counts steps in float32, which is exact here.
        optimiser.state[value] = {
            "step": torch.tensor(float(t - 1)),
            "exp_avg": m[name].clone(),
            "exp_avg_sq": v[name].clone(),
        }
    optimiser.step()
    state = {name: optimiser.state[value] for name, value in of.items()}
    return {
        "params": {name: value.detach() for name, value in of.items()},
        "m": {name: kept["exp_avg"] for name, kept in state.items()},
        "v": {name: kept["exp_avg_sq"] for name, kept in state.items()},
    }


def train_vae_pinwheel(
    data: Tensor,
    params: Group,
    noise: Tensor,
    permutations: Tensor,
    lr: float,
    beta: float,
    sigma2: float,
    steps: int,
) -> dict[str, Any]:
    of = leaves(**params)
    optimiser = torch.optim.Adam(of.values(), lr=lr)
    batches = [rows for order in permutations for rows in order.split(noise.shape[1])]
    losses = []
    for rows, eps in zip(batches[:steps], noise, strict=True):
        optimiser.zero_grad()
        loss = mlp_losses(data[rows], of, eps[: len(rows)], beta, sigma2)["loss"]
        loss.backward()
        losses.append(loss.detach())
        optimiser.step()
    return {"loss": torch.stack(losses), "params": {name: value.detach() for name, value in of.items()}}


def full_covariance_vae_step(x: Tensor, params: Group, eps: Tensor, lr: float) -> dict[str, Any]:
    p = leaves(**params)
    hidden = torch.tanh(x @ p["W1"] + p["b1"])
    mu, flat = hidden @ p["Wmu"] + p["bmu"], hidden @ p["WL"] + p["bL"]
    k = mu.shape[1]
    place = {(i, j): i * (i + 1) // 2 + j for i in range(k) for j in range(i + 1)}
    zero = torch.zeros(len(x), dtype=torch.float64)

    def entry(i: int, j: int) -> Tensor:
        return zero if j > i else flat[:, place[i, j]].exp() if i == j else flat[:, place[i, j]]

    factor = torch.stack([torch.stack([entry(i, j) for j in range(k)], 1) for i in range(k)], 1)
    z = mu + (factor @ eps[:, :, None])[:, :, 0]
    x_hat = torch.tanh(z @ p["V1"] + p["c1"]) @ p["V2"] + p["c2"]
    prior = MultivariateNormal(torch.zeros_like(mu), scale_tril=torch.eye(k, dtype=torch.float64))
    recon = (x_hat - x).square().sum(1).mean()
    kl = kl_divergence(MultivariateNormal(mu, scale_tril=factor), prior).mean()
    loss = recon + kl
    return {"loss": loss, "recon": recon, "kl": kl, "z": z, "params": descend(p, loss, lr)}


ORACLES: dict[str, Callable[..., Any]] = {
    oracle.__name__: oracle
    for oracle in (
        gaussian_pdf,
        gaussian_log_density,
        jensen_gap,
        kl_diag_gaussian,
        kl_diag_gaussian_grad,
        kl_between_gaussians,
        kl_full_covariance,
        gaussian_nll_fixed_variance,
        gaussian_nll_learned_variance,
        bernoulli_bce_from_logits,
        categorical_cross_entropy,
        reparameterize,
        monte_carlo_second_moment,
        score_function_gradient,
        toy_vae_loss,
        elbo_linear_vae,
        elbo_monte_carlo,
        anomaly_score_elbo,
        beta_vae_step,
        train_vae_end_to_end,
        conditional_vae_step,
        iwae_bound,
        iwae_grad,
        latent_interpolation,
        generate_from_prior,
        kl_annealing_schedule,
        free_bits,
        posterior_collapse_active_units,
        gumbel_softmax_grad,
        mlp_vae_step,
        adam_step,
        train_vae_pinwheel,
        full_covariance_vae_step,
    )
}
