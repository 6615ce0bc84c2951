# problem: gaussian_pdf
import math
from typing import List

try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None


def pdf(x: float, mean: float, std: float) -> float:
    """One point under one Gaussian."""
    z = (x - mean) / std
    return math.exp(-0.5 * z * z) / (std * math.sqrt(2.0 * math.pi))


def show(xs: List[float], ps: List[float]) -> None:
    if plt is None:
        return
    plt.plot(xs, ps)
    plt.show()


def solve(x, mu, sigma):
    import numpy as np

    out: List[float] = []
    for i in range(len(x)):
        p = pdf(float(x[i]), float(mu[i]), float(sigma[i]))
        assert p >= 0.0, f"negative density at {i}"
        out.append(p)
    print(f"{len(out)} points, largest {max(out):.3g}")
    return np.array(out)


if __name__ == "__main__":
    show([0.0, 1.0], [pdf(0, 0, 1), pdf(1, 0, 1)])
