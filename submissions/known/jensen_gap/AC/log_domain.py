# expect: AC
import math

import torch


def solve(samples):
    """Both terms from the logarithms: the log of a mean is a logsumexp."""
    logs = torch.log(samples.double())
    return float(torch.logsumexp(logs, 0)) - math.log(len(logs)) - float(logs.sum()) / len(logs)
