"""Random inputs for every problem, of any size and scale, named as the files of `handgrad answer` name them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Inputs = dict[str, Array]

MLP = {
    "W1e": "dh", "b1e": "h", "W2e": "hh", "b2e": "h", "Wmu": "hz", "bmu": "z", "Wlv": "hz", "blv": "z",
    "W1d": "zh", "b1d": "h", "W2d": "hh", "b2d": "h", "Wout": "hd", "bout": "d",
}  # fmt: skip
FULL = {
    "W1": "dh", "b1": "h", "Wmu": "hz", "bmu": "z", "WL": "ht", "bL": "t",
    "V1": "zh", "c1": "h", "V2": "hd", "c2": "d",
}  # fmt: skip


@dataclass
class Draw:
    """Sizes, a scale, and the numbers that go with them.

    N rows, d numbers to a row, z latent dimensions, h hidden units, k samples or classes or candidates.
    """

    random: np.random.Generator
    N: int = 4
    d: int = 3
    z: int = 2
    h: int = 5
    k: int = 3
    scale: float = 1.0

    def normal(self, *shape: int, scale: float = 1.0) -> Array:
        return self.random.normal(size=shape) * self.scale * scale

    def mild(self, *shape: int, scale: float = 1.0) -> Array:
        """Numbers that go through an exponential: of any scale up to 1."""
        return self.random.normal(size=shape) * min(self.scale, 1.0) * scale

    def noise(self, *shape: int) -> Array:
        return self.random.normal(size=shape)

    def positive(self, *shape: int) -> Array:
        return self.scale * np.exp(self.random.normal(size=shape))

    def integer(self, low: int, high: int) -> Array:
        """A 0-d int64 in low .. high."""
        return np.asarray(self.random.integers(low, high, endpoint=True))

    def number(self, low: float, high: float) -> Array:
        """A 0-d float64."""
        return np.asarray(self.random.uniform(low, high))

    def word(self, *words: str) -> Array:
        return np.asarray(self.random.choice(words))

    @property
    def seed(self) -> Array:
        return self.integer(0, 2**31)

    def gaussian(self, *shape: int, tail: str = "") -> Inputs:
        return {f"mu{tail}": self.normal(*shape), f"log_var{tail}": self.mild(*shape, scale=1.5)}

    def factor(self) -> Array:
        lower = np.tril(self.normal(self.z, self.z, scale=0.5))
        np.fill_diagonal(lower, self.positive(self.z))
        return lower

    def linear(self, labels: int = 0) -> Inputs:
        return {
            "x": self.normal(self.N, self.d),
            # No fainter than the data: a divergence of 1e-12 is lost in its own cancellation, in any float64.
            "w_enc": self.noise(self.d + labels, 2 * self.z) * 0.5 / np.sqrt(self.d * max(self.scale, 1)),
            "w_dec": self.normal(self.z + labels, self.d, scale=0.5),
        }

    def network(self, layers: Mapping[str, str]) -> Inputs:
        size = {"d": self.d, "h": self.h, "z": self.z, "t": self.z * (self.z + 1) // 2}
        return {f"params/{name}": self.mild(*(size[axis] for axis in axes), scale=0.6)
                for name, axes in layers.items()}  # fmt: skip


def schedule(draw: Draw) -> Inputs:
    cycles = draw.integer(1, 4)
    return {
        "steps": cycles * draw.integer(1, draw.N + 3),
        "warmup": draw.integer(1, 9),
        "kind": draw.word("linear", "cyclical", "sigmoid"),
        "cycles": cycles,
    }


def adam(draw: Draw) -> Inputs:
    shapes = {"b": (), "head.W": (draw.d, draw.h), "kernel": (draw.k, 1, draw.N), "c": (draw.z,)}
    chosen = list(shapes)[draw.random.integers(0, 3) :]
    groups = {"params": draw.normal, "grads": draw.normal, "m": draw.normal}
    drawn = {
        f"{group}/{name}": np.asarray(make(*shapes[name]))
        for group, make in groups.items()
        for name in chosen
    }
    drawn |= {f"v/{name}": np.asarray(draw.normal(*shapes[name])) ** 2 for name in chosen}
    return drawn | {"t": draw.integer(1, 60), "lr": draw.number(0.001, 0.5)}


def pinwheel(draw: Draw) -> Inputs:
    batch = int(draw.integer(1, draw.N + 1))
    per_epoch = -(-draw.N // batch)
    steps = int(draw.integer(1, 2 * per_epoch + 1))
    epochs = -(-steps // per_epoch)
    return draw.network(MLP) | {
        "data": draw.normal(draw.N, draw.d),
        "noise": draw.noise(steps, batch, draw.z),
        "permutations": np.stack([draw.random.permutation(draw.N) for _ in range(epochs)]),
        "lr": draw.number(0.001, 0.05),
        "beta": draw.number(0, 2),
        "sigma2": draw.number(0.05, 2),
        "steps": np.asarray(steps),
    }


DRAWS: dict[str, Callable[[Draw], Inputs]] = {
    "gaussian_pdf": lambda r: {
        "sigma": (sigma := r.positive(r.N)),
        "mu": (mu := r.normal(r.N)),
        "x": mu + sigma * r.noise(r.N) * 6,
    },
    "gaussian_log_density": lambda r: {"x": r.normal(r.N, r.d)} | r.gaussian(r.N, r.d),
    "jensen_gap": lambda r: {"samples": r.positive(r.N + 1)},
    "kl_diag_gaussian": lambda r: r.gaussian(r.N, r.z),
    "kl_diag_gaussian_grad": lambda r: r.gaussian(r.N, r.z),
    "kl_between_gaussians": lambda r: r.gaussian(r.N, r.d, tail="_q") | r.gaussian(r.N, r.d, tail="_p"),
    "kl_full_covariance": lambda r: {
        "mu_q": r.normal(r.z),
        "L_q": r.factor(),
        "mu_p": r.normal(r.z),
        "L_p": r.factor(),
    },
    "gaussian_nll_fixed_variance": lambda r: {
        "x": r.normal(r.d),
        "mu": r.normal(r.k, r.d),
        "sigma2": r.number(0.01, 4),
    },
    "gaussian_nll_learned_variance": lambda r: {"x": r.normal(r.N, r.d)} | r.gaussian(r.N, r.d),
    "bernoulli_bce_from_logits": lambda r: {
        "x": np.clip(r.random.uniform(-0.5, 1.5, size=(r.N, r.d)), 0, 1),
        "logits": r.normal(r.N, r.d, scale=5),
    },
    "categorical_cross_entropy": lambda r: {
        "logits": r.normal(r.N, r.k, scale=20),
        "labels": r.random.integers(0, r.k, size=r.N),
    },
    "reparameterize": lambda r: r.gaussian(r.N, r.z) | {"grad_z": r.normal(r.N, r.z), "seed": r.seed},
    "monte_carlo_second_moment": lambda r: {
        "mu": np.asarray(r.normal()),
        "sigma": np.asarray(r.positive()),
        "n": np.asarray(r.N),
        "seed": r.seed,
    },
    "score_function_gradient": lambda r: (
        r.gaussian(r.d)
        | {"a": r.normal(r.d), "n": np.asarray(r.N + 1), "seed": r.seed}
        | {"baseline": r.word("none", "mean", "leave_one_out")}
    ),
    "toy_vae_loss": lambda r: (
        r.gaussian(r.z)
        | {"x": r.random.uniform(size=r.d), "eps": r.noise(r.z)}
        | {"W": r.normal(r.z, r.d), "b": r.normal(r.d)}
    ),
    "elbo_linear_vae": lambda r: r.linear() | {"seed": r.seed},
    "elbo_monte_carlo": lambda r: r.linear() | {"L": np.asarray(r.k), "seed": r.seed},
    "train_vae_end_to_end": lambda r: r.linear() | {"lr": r.number(0.001, 0.5), "seed": r.seed},
    "beta_vae_step": lambda r: (
        r.linear() | {"lr": r.number(0.001, 0.5), "beta": r.number(0, 8), "seed": r.seed}
    ),
    "conditional_vae_step": lambda r: (
        r.linear(labels=r.k)
        | {"y": np.eye(r.k)[r.random.integers(0, r.k, size=r.N)]}
        | {"lr": r.number(0.001, 0.5), "seed": r.seed}
    ),
    "iwae_bound": lambda r: r.linear() | {"K": np.asarray(r.k), "seed": r.seed},
    "iwae_grad": lambda r: r.linear() | {"K": np.asarray(r.k), "seed": r.seed},
    "kl_annealing_schedule": schedule,
    "free_bits": lambda r: r.gaussian(r.N, r.z) | {"lam": r.number(0, 1)},
    "mlp_vae_step": lambda r: (
        r.network(MLP)
        | {"x": r.normal(r.N, r.d), "eps": r.noise(r.N, r.z)}
        | {"beta": r.number(0, 3), "sigma2": r.number(0.05, 3)}
    ),
    "adam_step": adam,
    "train_vae_pinwheel": pinwheel,
    "full_covariance_vae_step": lambda r: (
        r.network(FULL) | {"x": r.normal(r.N, r.d), "eps": r.noise(r.N, r.z), "lr": r.number(0.001, 0.5)}
    ),
    "gumbel_softmax_grad": lambda r: {
        "logits": r.normal(r.N, r.k, scale=3),
        "u": r.random.uniform(0.001, 0.999, size=(r.N, r.k)),
        "temperature": r.number(0.2, 3),
        "grad_y": r.normal(r.N, r.k),
    },
    "posterior_collapse_active_units": lambda r: (
        r.gaussian(r.N, r.z) | {"threshold": np.asarray(0.5 * r.scale**2)}
    ),
    "anomaly_score_elbo": lambda r: (
        r.linear() | {"eps": r.noise(r.k, r.N, r.z), "threshold": np.asarray(float(r.d) * r.scale**2)}
    ),
    "latent_interpolation": lambda r: {
        "x_a": r.normal(r.d),
        "x_b": r.normal(r.d),
        "w_enc": r.noise(r.d, 2 * r.z),
        "w_dec": r.normal(r.z, r.d),
        "steps": r.integer(2, 9),
        "path": r.word("linear", "spherical") if r.z > 1 else np.asarray("linear"),
    },
    "generate_from_prior": lambda r: {
        # Mild, for the spread of probabilities that are all but 1 is a difference of rounding errors.
        "w_dec": r.mild(r.z, r.d),
        "b": r.mild(r.d),
        "n": np.asarray(r.N),
        "temperature": r.number(0, 2),
        "seed": r.seed,
    },
}
