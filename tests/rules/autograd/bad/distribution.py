import torch
from torch.distributions import Normal


def backward():
    pass


def solve(x, w, lr):
    d = Normal(x, 1.0)
    l = -d.log_prob(x).sum()
    l.backward()  # !
