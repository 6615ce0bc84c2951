"""The reference of the pinwheel problem trains the network whose log the lecture prints, digit for digit."""

from pathlib import Path

import numpy as np
import pytest
import torch

from harness.authoring.reference import load_reference

REFERENCE = Path(__file__).parents[2] / "reference" / "train_vae_pinwheel.py"
INPUTS = ("data", "params", "noise", "permutations", "lr", "beta", "sigma2", "steps")
POINTS, ARMS, BATCH, WIDTH, LATENT = 4000, 5, 256, 64, 2
BETA, SIGMA2 = 0.25, 0.03
#: Total loss of an epoch, a plain mean over its batches, as printed.
PRINTED = {1: "50.7059", 200: "1.8016", 400: "1.7483", 600: "1.7470", 800: "1.6717"}


def pinwheel(seed: int) -> np.ndarray:
    """Five arms: points at a radius around 1, turned by their arm's angle and by a twist that grows with the radius."""
    random = np.random.default_rng(seed)
    radius = random.normal(size=POINTS) * 0.25 + 1
    across = random.normal(size=POINTS) * 0.08
    arm = np.repeat(np.linspace(0, 2 * np.pi, ARMS, endpoint=False), POINTS // ARMS)
    angle = arm + 0.35 * np.exp(radius)
    x = radius * np.cos(angle) - across * np.sin(angle)
    y = radius * np.sin(angle) + across * np.cos(angle)
    return 2.5 * np.stack([x, y], axis=1) + 0.03 * random.normal(size=(POINTS, 2))


def glorot(seed: int) -> dict[str, torch.Tensor]:
    """Weights with standard deviation sqrt(2 / (in + out)), drawn in the order of the layers; biases zero."""
    random = np.random.default_rng(seed)
    layers = {"1e": (2, WIDTH), "2e": (WIDTH, WIDTH), "mu": (WIDTH, LATENT), "lv": (WIDTH, LATENT),
              "1d": (LATENT, WIDTH), "2d": (WIDTH, WIDTH), "out": (WIDTH, 2)}  # fmt: skip
    params = {}
    for name, (rows, columns) in layers.items():
        weights = random.normal(size=(rows, columns)) * np.sqrt(2 / (rows + columns))
        params[f"W{name}"] = torch.from_numpy(weights)
        params[f"b{name}"] = torch.zeros(columns, dtype=torch.float64)
    return params


def draws(seed: int, epochs: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Permutations and noise from one stream: for every epoch its order, then a draw of the size of each batch."""
    random = np.random.default_rng(seed)
    orders, noise = [], []
    for _ in range(epochs):
        orders.append(random.permutation(POINTS))
        for start in range(0, POINTS, BATCH):
            drawn = random.normal(size=(min(BATCH, POINTS - start), LATENT))
            noise.append(np.pad(drawn, ((0, BATCH - len(drawn)), (0, 0))))
    return torch.from_numpy(np.array(orders)), torch.from_numpy(np.array(noise))


def losses(epochs: int) -> np.ndarray:
    """Train for some epochs; the mean loss of each."""
    permutations, noise = draws(11, epochs)
    per_epoch = -(-POINTS // BATCH)
    solve = load_reference(REFERENCE, INPUTS).module.solve
    data = torch.from_numpy(pinwheel(10))
    out = solve(data, glorot(1), noise, permutations, 3e-3, BETA, SIGMA2, epochs * per_epoch)
    return out["loss"].numpy().reshape(epochs, per_epoch).mean(axis=1)


def test_the_first_epoch_is_the_printed_one() -> None:
    """Data, initial weights, batches and sixteen Adam steps together give the first line of the log."""
    assert f"{losses(1)[0]:.4f}" == PRINTED[1]


@pytest.mark.slow
def test_every_printed_epoch_is_reached() -> None:
    """12,800 steps of hand-derived gradients arrive at every printed digit of the total loss."""
    found = losses(800)
    assert {epoch: f"{found[epoch - 1]:.4f}" for epoch in PRINTED} == PRINTED
