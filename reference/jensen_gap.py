"""What Jensen's inequality loses on a set of positive samples: the log of their mean less the mean of their logs.

Shapes: samples (n,), the gap a scalar.
"""

import torch
from torch import Tensor


def oracle(samples: Tensor) -> Tensor:
    """Return the gap as it is defined."""
    return torch.log(samples.mean()) - torch.log(samples).mean()


def solve(samples: Tensor) -> Tensor:
    """Return log(mean(x)) - mean(log(x)), a tensor of shape ()."""
    # log(mean) is the same for every sample, so it can move into the other mean:
    #     log(m) - 1/n sum log(x_i) = 1/n sum (log(m) - log(x_i)) = -1/n sum log(x_i / m).
    # In units of the mean the logarithms are small, and little cancels when the samples are alike.
    mean = samples.mean()
    log_ratios = torch.log(samples / mean)
    return -log_ratios.mean()
