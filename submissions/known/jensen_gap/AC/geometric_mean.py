# expect: AC
import math
from statistics import fmean, geometric_mean

import torch


def solve(samples):
    values = samples.tolist()
    return torch.tensor(math.log(fmean(values) / geometric_mean(values)))
